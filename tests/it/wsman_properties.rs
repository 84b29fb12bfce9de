//! What must hold for any document, however broken or hostile.

use outband::limits;
use outband::proto::wsman::call::Call;
use outband::proto::wsman::class::{AuditRecord, EventRecord};
use outband::proto::wsman::envelope::Envelope;
use outband::proto::wsman::exchange::Exchange;
use outband::proto::wsman::xml::Element;
use outband::wire::Reader;
use proptest::prelude::*;

/// Pieces that XML is made of, so that random documents get past the first byte.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("<a>"),
        Just("</a>"),
        Just("<a/>"),
        Just("<x:a xmlns:x=\"u\">"),
        Just("</x:a>"),
        Just("<!--"),
        Just("-->"),
        Just("<![CDATA["),
        Just("]]>"),
        Just("&amp;"),
        Just("&#x0;"),
        Just("&#99999999;"),
        Just("&"),
        Just(";"),
        Just("<?xml version=\"1.0\"?>"),
        Just("<!DOCTYPE a>"),
        Just(" b='1'"),
        Just(" xmlns=''"),
        Just("text"),
        Just("\u{feff}"),
        Just("<"),
        Just(">"),
        Just("\""),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|p| p.concat().into_bytes())
}

fn element(depth: u32) -> impl Strategy<Value = Element> {
    let name = "[A-Za-z_][A-Za-z0-9_.-]{0,8}";
    let namespace = prop_oneof![
        Just(""),
        Just("urn:a"),
        Just("urn:b"),
        Just("http://x/y?z&w")
    ];
    let leaf = (name, namespace.clone(), "[ -~äß€]{0,12}").prop_map(|(name, ns, text)| {
        Element::with_text(ns, &name, text).attribute("", "Name", "a < \"b\" & c")
    });
    leaf.prop_recursive(depth, 30, 4, move |inner| {
        (name, namespace.clone(), prop::collection::vec(inner, 1..4))
            .prop_map(|(name, ns, children)| Element::with_children(ns, &name, children))
    })
}

proptest! {
    #[test]
    fn decoding_any_bytes_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        drop(Envelope::decode(&bytes));
    }

    #[test]
    fn decoding_any_mix_of_markup_never_panics(bytes in pieces()) {
        drop(Element::parse(&bytes));
        let mut exchange = Exchange::new(Call::enumerate("CIM_Chip"));
        exchange.request(1);
        drop(exchange.handle_answer(200, &bytes));
    }

    #[test]
    fn an_answer_cut_anywhere_is_an_error_and_never_half_an_answer(cut in 0usize..100) {
        let whole = Exchange::new(Call::get("AMT_GeneralSettings")).request(1);
        let whole = whole.as_bytes();
        let cut = whole.len() * cut / 100;
        prop_assert!(Envelope::decode(&whole[..cut]).is_err());
    }

    #[test]
    fn what_is_written_reads_back_the_same(tree in element(5)) {
        let text = tree.to_document(&[("s", "urn:a")]);
        prop_assert_eq!(Element::parse(text.as_bytes()).unwrap(), tree);
    }

    #[test]
    fn records_of_both_logs_never_panic_and_round_trip(
        bytes in prop::collection::vec(any::<u8>(), 0..64)
    ) {
        if let Ok(record) = EventRecord::decode(&mut Reader::new(&bytes)) {
            let mut again = Vec::new();
            record.encode(&mut again);
            prop_assert_eq!(&again[..], &bytes[..EventRecord::LEN]);
            drop((record.text(), record.time()));
        }
        if let Ok(record) = AuditRecord::decode(&mut Reader::new(&bytes)) {
            let mut again = Vec::new();
            record.encode(&mut again);
            let reread = AuditRecord::decode(&mut Reader::new(&again)).unwrap();
            prop_assert_eq!(reread.text(), record.text());
            prop_assert_eq!(reread.seconds, record.seconds);
        }
    }
}

#[test]
fn a_document_of_nothing_but_nesting_or_siblings_stays_within_the_limits() {
    let deep = "<a>".repeat(limits::XML_BYTES / 3);
    assert!(Element::parse(deep.as_bytes()).is_err());
    let wide = format!("<a>{}</a>", "<b/>".repeat(limits::XML_BYTES / 4 - 2));
    assert!(Element::parse(wide.as_bytes()).is_err());
    let long = format!("<a>{}</a>", "x".repeat(limits::XML_BYTES - 7));
    assert_eq!(
        Element::parse(long.as_bytes()).unwrap().text.len(),
        limits::XML_BYTES - 7
    );
}
