// FORMAT A.ppm B.ppm: are they the same picture, in the bits that FORMAT carries?
const fs = require('fs');
const [, , format, ...files] = process.argv;
/** Bits of red, green and blue that do not count: consoles fill them in different ways. */
const LOOSE = { rgb565: [3, 2, 3], rgb332: [5, 5, 6], gray8: [0, 0, 0], gray4: [4, 4, 4] }[format];

function read(file) {
  const data = fs.readFileSync(file);
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(data.subarray(0, 40).toString('latin1'));
  return { size: `${head[1]} × ${head[2]}`, pixels: data.subarray(head[0].length) };
}

const [theirs, ours] = files.map(read);
if (theirs.size !== ours.size) {
  console.error(`${theirs.size} against ${ours.size}`);
  process.exit(1);
}
let others = 0;
theirs.pixels.forEach((byte, at) => {
  others += byte >> LOOSE[at % 3] !== ours.pixels[at] >> LOOSE[at % 3];
});
console.log(`  ${format}: ${others} bytes differ`);
process.exit(others === 0 ? 0 : 1);
