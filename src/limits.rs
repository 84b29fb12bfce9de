//! Every size that a peer, a file or a user can push against, each with its reason.
//!
//! Nothing is allocated or waited for because somebody announced a length, unless the length was
//! compared with one of these first.

/// Receive buffer of one connection. Holds the largest unit a machine may ask for in one piece
/// (pictures are used as they arrive, except the file of a JPEG rectangle).
pub const RECEIVE_BUFFER_BYTES: usize = 4 << 20;

/// Bytes waiting to be sent before a peer that does not read is given up.
pub const SEND_BUFFER_BYTES: usize = 8 << 20;

/// Data of one `AuthenticateSessionReply`. Real challenges have 78 bytes; all fields have
/// one-byte lengths, so three of them cannot exceed 768.
pub const AUTH_DATA_BYTES: usize = 1024;

/// Data of one storage redirection message. Firmware announces 8192 (observed); every console
/// closes when it announces more.
pub const IDER_DATA_BYTES: usize = 8192;

/// Storage commands of the host that wait while one is served. Firmware has one per drive and may
/// repeat one after its own time-out; sixteen times that is a fault.
pub const IDER_QUEUE: usize = 32;

/// Bytes of a storage read asked of the image, and put out, in one piece. Hosts ask for up to
/// 128 KiB over ATA and 1 MiB over USB; more is served piece by piece.
pub const IDER_PIECE_BYTES: u32 = 1 << 20;

/// Files and folders listed of a disk image. A full Linux DVD has some 5 000 packages, an image of
/// an installed system below half a million files.
pub const MEDIA_FILES: usize = 500_000;

/// Bytes of all their names together.
pub const MEDIA_NAME_BYTES: usize = 64 << 20;

/// Folders inside each other. ISO 9660 allows 8, Rock Ridge any number.
pub const MEDIA_DEPTH: usize = 64;

/// Memory for blocks of one disk image that were read, or read ahead.
pub const MEDIA_CACHE_BYTES: usize = 64 << 20;

/// Bytes of a floppy that a host may change before writing to it fails. An LS-120 holds 126 MB.
pub const MEDIA_OVERLAY_BYTES: usize = 256 << 20;

/// Screen width and height. The largest firmware knows 8192 × 4320 (AMT 16.1); ordinary VNC
/// servers with several monitors side by side get twice that.
pub const SCREEN_SIDE_PX: u16 = 16_384;

/// Bytes of one framebuffer in device format: 8192 × 4320 at 32 bits per pixel.
pub const FRAMEBUFFER_BYTES: usize = 8192 * 4320 * 4;

/// JPEG file of one Tight rectangle, which has to be in the receive buffer whole together with
/// its header. Servers send rectangles of some 65 536 pixels.
pub const JPEG_BYTES: usize = RECEIVE_BUFFER_BYTES - 64;

/// Width and height of a remote pointer's shape. The largest of desktops have 256.
pub const CURSOR_SIDE_PX: u16 = 512;

/// Desktop name in `ServerInit`.
pub const NAME_BYTES: usize = 1024;

/// Reason text of a refused RFB handshake.
pub const REASON_BYTES: usize = 4096;

/// Text of one `ServerCutText` or `ClientCutText`; AMT carries short extension messages in it.
pub const CUT_TEXT_BYTES: usize = 1 << 20;

/// Encodings listed by one `SetEncodings` (simulator). Standard viewers list some thirty.
pub const ENCODINGS: usize = 256;

/// Damaged rectangles kept apart before they are merged.
pub const DAMAGE_RECTS: usize = 64;

/// Commands from the front end waiting for a session.
pub const COMMANDS: usize = 256;

/// Events of a session waiting for the front end.
pub const EVENTS: usize = 1024;

/// Requests of the front end waiting for the task that serves a PC: each is a click.
pub const PC_COMMANDS: usize = 32;

/// Events of that task waiting for the front end; the task waits when there are more.
pub const PC_EVENTS: usize = 64;

/// Characters of text typed by one command.
pub const TYPED_CHARS: usize = 64 * 1024;

/// Terminal bytes handed on as one event of a serial channel; more become the next event.
pub const SERIAL_DATA_BYTES: usize = 64 * 1024;

/// Text waiting to be pasted into a serial console. At the speed of a serial line that is over
/// six minutes of typing; more is a file transfer, for which storage redirection exists.
pub const PASTE_BYTES: usize = 4 << 20;

/// Lines a serial terminal remembers above its screen: about 20 MB at 80 columns, when full.
pub const SCROLLBACK_LINES: usize = 10_000;

/// Bytes of a serial console that are interpreted in one go, so that whoever shares the terminal
/// (the window) never waits for more than some milliseconds.
pub const TERMINAL_FEED_BYTES: usize = 16 * 1024;

/// Bytes of a serial console waiting for a front end that wants them all. Beyond, the host is held
/// back.
pub const SERIAL_TAP_BYTES: usize = 256 * 1024;

/// Longest log of a console that the window plays back: a day of a talkative system. It is held in
/// memory, because playing goes back and forth.
pub const PLAYBACK_BYTES: u64 = 64 * 1024 * 1024;

/// Bytes of such a log that are drawn for one frame of the window: some milliseconds of work, and
/// still many times faster than any line.
pub const PLAYBACK_FRAME_BYTES: usize = 128 * 1024;

/// Bytes of one WS-Man answer. A whole event log has some 20 KB, a large page of an enumeration
/// 100 KB; a certificate chain from a device less.
pub const XML_BYTES: usize = 1 << 20;

/// Elements open at a time. Real answers nest ten deep (a reference inside a selector).
pub const XML_DEPTH: usize = 32;

/// Elements of one answer: 390 event records or a hundred instances of forty properties.
pub const XML_ELEMENTS: usize = 16_384;

/// Attributes of one element besides its namespace declarations. Real ones have one or two.
pub const XML_ATTRIBUTES: usize = 64;

/// Namespace declarations in force at a time. Real answers have about a dozen.
pub const XML_NAMESPACES: usize = 64;

/// Pages of one enumeration. Devices send one or two; a test mode of the simulator sends one
/// item in each.
pub const PULL_PAGES: usize = 512;

/// Instances of one enumeration. The largest real one is the list of sensors, below a hundred.
pub const PULL_ITEMS: usize = 4096;

/// Bytes of one `WWW-Authenticate` header. Real ones have 150; Kerberos tickets up to 4 KiB.
pub const CHALLENGE_BYTES: usize = 16 * 1024;

/// Command line of the simulated PC's shell.
pub const SIM_COMMAND_LINE_BYTES: usize = 512;

/// Events of a simulated device that nobody has read yet; beyond, the oldest are dropped.
pub const SIM_EVENTS: usize = 4096;

/// Connections to one port of a simulated device. Firmware has a handful; this leaves room for
/// clients that leave theirs behind.
pub const SIM_CONNECTIONS: usize = 32;

/// Tiles in one update of the simulated screen: 3840 × 2160 has 2040. Bounds what one request
/// can make the simulator hold ready to send.
pub const SIM_UPDATE_TILES: usize = 1024;

/// Answer to a TLS hello that is read to learn a version: the record with `ServerHello` in it.
pub const HELLO_BYTES: usize = 32 * 1024;

/// One of our own files: ten thousand PCs at half a kilobyte each, with room.
pub const STORE_BYTES: u64 = 16 << 20;

/// Disk images that are remembered for each drive: as many as a person looks through at a glance.
pub const RECENT_IMAGES: usize = 8;

/// A path or address of one of them: the longest path that Linux takes.
pub const RECENT_IMAGE_BYTES: usize = 4096;

/// Headers of one HTTP answer together. Real ones have some 500 bytes.
pub const HTTP_HEADER_BYTES: usize = 64 * 1024;

/// Headers of one HTTP answer. Real ones have half a dozen.
pub const HTTP_HEADERS: usize = 64;

/// Pages of one log. The event log has 390 records and comes in a few; the audit log comes by ten.
pub const LOG_PAGES: usize = 512;

/// Records of one log. Firmware keeps 390 events and a few thousand audit records.
pub const LOG_RECORDS: usize = 16_384;

/// Head of one request to the simulated web server. Old firmware takes Kerberos tokens of 4 KiB;
/// nothing else is large.
pub const SIM_HTTP_HEAD_BYTES: usize = 16 * 1024;

/// Body of one request to the simulated web server: "some ten KB are fine" for firmware, and web
/// storage is written in pieces of 7000 bytes.
pub const SIM_HTTP_BODY_BYTES: usize = 64 * 1024;

/// Characters of a name, an address, a tag or another short field of a saved PC. DNS names end
/// at 253.
pub const PROFILE_WORD: usize = 300;

/// PCs that are remembered as reached lately: more than a page offers, fewer than a list to search.
pub const RECENT_PCS: usize = 12;

/// Tabs that come back at the next start: more than anybody has open, and no more than a start can
/// draw at once.
pub const LAST_TABS: usize = 64;

/// Tags of one saved PC.
pub const PROFILE_TAGS: usize = 64;

/// Characters of the notes on one saved PC: two pages.
pub const PROFILE_NOTES: usize = 8000;

/// A list of PCs from another program: MeshCommander writes some 300 bytes for each.
pub const IMPORT_BYTES: u64 = 64 << 20;

/// Addresses of one scan: a /16. At the usual rate it takes ten minutes.
pub const SCAN_ADDRESSES: usize = 65_536;

/// One line of the journal: names and paths of some files.
pub const JOURNAL_LINE_BYTES: usize = 64 * 1024;

/// One file of the journal: some twenty thousand deeds.
pub const JOURNAL_BYTES: u64 = 8 << 20;

/// Files of the journal; beyond, the oldest goes. Together ten years of a busy technician.
pub const JOURNAL_FILES: u32 = 8;

/// Contents of one block of a recording: a whole picture that does not compress at all.
pub const RECORDING_BLOCK_BYTES: usize = FRAMEBUFFER_BYTES + (1 << 20);

/// Rectangles of one change in a recording. Those of a picture's damage are joined to fewer.
pub const RECORDING_RECTS: usize = DAMAGE_RECTS;

/// Whole pictures of a recording that are found again directly. At one in 30 s, three weeks.
pub const RECORDING_KEYS: usize = 65_536;

/// Marks of a recording that are listed; each is an event of a session.
pub const RECORDING_MARKS: usize = 10_000;

/// Text of one mark of a recording: a sentence.
pub const MARK_BYTES: usize = 1024;

/// One recording. A whole working day of a busy screen; beyond, it ends and says so.
pub const RECORDING_BYTES: u64 = 8 << 30;

/// Marks of a recording that wait for the disk.
pub const RECORDING_WAITING: usize = 256;

/// Steps of one macro.
pub const MACRO_STEPS: usize = 200;

/// Macros of one user; a menu of more is a list nobody reads.
pub const MACROS: usize = 200;

/// Pictures of one animation: ten minutes at the usual ten in a second.
pub const ANIMATION_FRAMES: u32 = 6000;

/// Bytes of what one start of the program hands over to a window, and of the password beside it. A
/// path has 4 KiB.
pub const WINDOW_ARRIVAL_BYTES: usize = 64 << 10;

/// What was handed over and waits for the window to be drawn.
pub const WINDOW_ARRIVALS: usize = 16;
