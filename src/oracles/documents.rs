//! What is read whole: answers of WS-Management, files of people, disk images, single datagrams.

use crate::media::source::MemorySource;
use crate::media::{ImageFacts, iso9660};
use crate::proto::certificate::Certificate;
use crate::proto::ider::messages::Drive;
use crate::proto::rmcp;
use crate::proto::tls_hello;
use crate::proto::wsman::call::Call;
use crate::proto::wsman::envelope::Envelope;
use crate::proto::wsman::exchange::Exchange;
use crate::proto::wsman::xml::Element;
use crate::screen::recording::Scanner;
use crate::store::profile::{Format, export, import};
use crate::terminal::recording::{Header, Moment};
use crate::wire::Reader;

/// A document of WS-Management is read or refused. What was read can be written, and reads back the
/// same; but for characters that XML does not know, which are read from careless peers and never
/// written.
pub fn wsman(data: &[u8]) {
    if let Ok(tree) = Element::parse(data) {
        let again = |tree: &Element| Element::parse(tree.to_document(&[]).as_bytes()).ok();
        let known = again(&tree);
        assert!(known.is_some(), "{tree:?} cannot be read again");
        assert_eq!(known.as_ref().and_then(again), known);
    }
    drop(Envelope::decode(data));
    for call in [
        Call::get("AMT_GeneralSettings"),
        Call::enumerate("CIM_Chip"),
    ] {
        let mut exchange = Exchange::new(call);
        exchange.request(1);
        drop(exchange.handle_answer(200, data));
    }
}

/// Datagrams and first bytes of strangers: presence, TLS, certificates.
pub fn probe_answer(data: &[u8]) {
    if let Ok(pong) = rmcp::PresencePong::decode(data) {
        assert_eq!(rmcp::PresencePong::decode(&pong.encode()), Ok(pong));
    }
    if let Ok(ping) = rmcp::PresencePing::decode(data) {
        assert_eq!(rmcp::PresencePing::decode(&ping.encode()), Ok(ping));
    }
    if let Err(error) = tls_hello::HelloAnswer::decode(&mut Reader::new(data)) {
        assert!(!error.to_string().is_empty());
    }
    // A summary of whatever it is; never an error.
    drop(Certificate::from_der(data));
}

/// A list of PCs is imported or refused; what was imported can be exported and imported again.
pub fn address_book(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for format in [None, Some(Format::Csv), Some(Format::Json)] {
        let Ok(imported) = import(&text, format) else {
            continue;
        };
        for format in [Format::Csv, Format::Json] {
            let again = import(&export(&imported.pcs, format), Some(format));
            let again = again.map(|again| again.pcs.len());
            assert_eq!(again.ok(), Some(imported.pcs.len()), "{format:?}");
        }
    }
}

/// A recording of a screen is found whole, cut or damaged, the same in whatever pieces it comes.
pub fn recording(data: &[u8]) {
    let read = |piece: usize| {
        let mut scanner = Scanner::new();
        for part in data.chunks(piece) {
            scanner.take(part).map_err(|error| error.to_string())?;
        }
        scanner.finish().map_err(|error| error.to_string())
    };
    let whole = read(usize::MAX);
    assert_eq!(whole.is_ok(), read(7).is_ok());
    if let (Ok(whole), Ok(pieces)) = (whole, read(1)) {
        assert_eq!(whole, pieces);
    }
}

/// A log of a serial console is read line by line or refused.
pub fn serial_log(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for line in text.lines() {
        drop(Header::parse(line));
        drop(Moment::parse(line));
    }
}

/// A disk image is described or refused, and its files are listed within bounds.
pub fn image(data: &[u8]) {
    let source = MemorySource::new(data.to_vec());
    for drive in Drive::ALL {
        if let Ok(facts) = ImageFacts::of(&source, drive) {
            let block = u64::from(drive.block_bytes());
            assert!(facts.block_count * block >= data.len() as u64);
        }
    }
    drop(iso9660::volume(&source));
    for block in 0..4 {
        drop(iso9660::boot_catalogue(&source, block));
    }
}
