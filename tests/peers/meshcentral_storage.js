// MeshCentral lends a CD until the PC has read it and then nothing for a while.
const crypto = require('crypto');
const path = require('path');
const [, , host, cd] = process.argv;
const from = file => require(path.resolve('package', file));

// What MeshCentral's server gives to its modules.
const md5 = () => ({
  update(text) { this.text = text; return this; },
  digest() {
    const hash = crypto.createHash('md5').update(Buffer.from(this.text, 'binary'));
    return { toHex: () => hash.digest('hex') };
  },
});
const node = { host, meshid: 'm', intelamt: { user: 'admin', pass: 'P@ssw0rd', tls: 0 } };
const DIRECT = 4;
const server = {
  debugLevel: 0,
  db: { Get: (_id, done) => done(null, [node]) },
  GetConnectivityState: () => ({ connectivity: DIRECT }),
  mpsserver: { GetConnectionToNode: () => null },
  certificateOperations: { forge: { md: { md5: { create: md5 } } } },
};
const user = { name: 'u', links: { m: { rights: 0xffffffff } } };
const web = { common: from('common.js') };

const disks = from('amt/amt-ider-module.js').CreateAmtRemoteIder(web, server);
const redirection = from('amt/amt-redir-mesh.js').CreateAmtRedirect(disks, {}, user, web, server);
const NOW = 2;
disks.iderStart = NOW;
disks.sectorStats = () => {};
if (disks.diskSetup(null, cd) !== 0) throw new Error(`cannot lend ${cd}`);
redirection.Start('node');

const LEAST = 60000; // A boot record, a catalogue, a loader and a directory are more than that.
let before = -1;
setInterval(() => {
  if (redirection.State === 0) {
    console.error('the PC has ended the session');
    process.exit(1);
  }
  if (disks.bytesToAmt > LEAST && disks.bytesToAmt - before < 200) {
    console.log(`${disks.bytesToAmt} bytes were lent`);
    process.exit(0);
  }
  before = disks.bytesToAmt;
}, 3000);
setTimeout(() => { console.error('nothing was read for a minute'); process.exit(1); }, 60000);
