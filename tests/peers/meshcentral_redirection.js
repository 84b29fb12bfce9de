// MeshCentral's screen and serial console, as its web page runs them.
//   HOST screen PICTURE.ppm [option=value…]   saves the picture after a few seconds
//   HOST serial                               logs in and asks for the version
const crypto = require('crypto');
const fs = require('fs');
const net = require('net');
const vm = require('vm');
const [, , host, what, picture, ...options] = process.argv;

/** As much of a canvas as the page uses: rectangles and pixels. */
class Canvas {
  constructor() { this.size = [640, 400]; this.clear(); }
  clear() { this.pixels = new Uint8ClampedArray(this.size[0] * this.size[1] * 4); }
  get width() { return this.size[0]; }
  set width(width) { this.size[0] = width; this.clear(); }
  get height() { return this.size[1]; }
  set height(height) { this.size[1] = height; this.clear(); }
  get canvas() { return this; }
  getContext() { return this; }
  setTransform() {}
  rotate() {}
  drawImage() {}
  createImageData(width, height) {
    return { width, height, data: new Uint8ClampedArray(width * height * 4) };
  }
  set(x, y, pixel) {
    if (x < this.width && y < this.height) this.pixels.set(pixel, (y * this.width + x) * 4);
  }
  fillRect(left, top, width, height) {
    const parts = /rgb\((\d+),(\d+),(\d+)/.exec(this.fillStyle);
    const pixel = parts ? [+parts[1], +parts[2], +parts[3], 255] : [0, 0, 0, 255];
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) this.set(x, y, pixel);
    }
  }
  putImageData(image, left, top) {
    for (let y = 0; y < image.height; y++) {
      for (let x = 0; x < image.width; x++) {
        const at = (y * image.width + x) * 4;
        this.set(left + x, top + y, image.data.subarray(at, at + 4));
      }
    }
  }
  save(file) {
    const rgb = Buffer.from(this.pixels.filter((_byte, at) => at % 4 !== 3));
    fs.writeFileSync(file, Buffer.concat([Buffer.from(`P6\n${this.width} ${this.height}\n255\n`), rgb]));
  }
}

/** A web socket to MeshCentral's relay, here straight to the PC. */
class Socket {
  constructor(url) {
    const query = new URLSearchParams(url.split('?')[1]);
    this.socket = net.connect(+query.get('port'), query.get('host'), () => this.onopen());
    this.socket.on('data', data => {
      this.onmessage({ data: data.buffer.slice(data.byteOffset, data.byteOffset + data.length) });
    });
    this.socket.on('close', () => this.onclose());
    this.socket.on('error', error => console.error(error.message));
  }
  send(data) { this.socket.write(Buffer.from(data)); }
  close() { this.socket.destroy(); }
}

const canvas = new Canvas();
const page = {
  ArrayBuffer, DataView, Uint8Array, WebSocket: Socket, clearInterval, clearTimeout, console,
  document: {}, location: { host: 'x', pathname: '/', protocol: 'http:' }, setInterval, setTimeout,
};
page.window = page;
vm.createContext(page);
const scripts = ['common-0.0.1', 'amt-redir-ws-0.1.0', 'amt-desktop-0.0.2', 'zlib', 'zlib-inflate',
  'zlib-adler32', 'zlib-crc32'];
for (const script of scripts) {
  const file = `package/public/scripts/${script}.js`;
  if (fs.existsSync(file)) vm.runInContext(fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), page);
}
page.Q = () => canvas;
page.QS = () => ({});
page.hex_md5 = text => crypto.createHash('md5').update(Buffer.from(text, 'binary')).digest('hex');

function end(code, word) {
  console.log(word);
  process.exit(code);
}

let text = '';
const module_ = what === 'screen' ? page.CreateAmtRemoteDesktop('canvas') : {
  protocol: 1, Start() {}, Stop() {}, xxStateChange() {}, ProcessData(data) { text += data; },
};
for (const option of options) {
  const [name, value] = option.split('=');
  module_[name] = JSON.parse(value);
}
module_.kvmExtChanged = () => {};
const redirection = page.CreateAmtRedirect(module_, null);
redirection.onStateChanged = (_self, state) => { if (state === 0) end(1, 'the PC has ended the session'); };
redirection.Start(host, 16994, 'admin', 'P@ssw0rd', 0);

if (what === 'screen') {
  setTimeout(() => {
    canvas.save(picture);
    end(0, `${canvas.width} × ${canvas.height}, ${options.join(', ') || 'as it comes'}`);
  }, 4000);
} else {
  const typed = ['\r', 'root\r', 'sim\r', 'ver\r'];
  typed.forEach((line, place) => setTimeout(() => redirection.xxSend
    && redirection.send(line), 1500 + place * 1000));
  setTimeout(() => end(/SimOS \d/.test(text) && text.includes('ver') ? 0 : 1, JSON.stringify(text.slice(-120))), 7000);
}
