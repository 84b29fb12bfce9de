//! What holds for the KVM channel whatever a device sends.

use outband::oracles;
use outband::proto::kvm::messages::Encoding;
use outband::proto::kvm::{KvmEvent, KvmOptions};
use outband::screen::{PixelFormat, Rect};
use proptest::prelude::*;

use crate::support::kvm::Driven;
use crate::support::recording::PRELUDE;
use crate::support::tiles::{self, Form};

/// Side of the screens here: small enough that rectangles often lie inside.
const WIDTH: u16 = 100;
const HEIGHT: u16 = 80;

fn rect_header(rect: Rect, encoding: Encoding) -> Vec<u8> {
    let sides = [rect.x, rect.y, rect.width, rect.height];
    let mut out: Vec<u8> = sides.iter().flat_map(|side| side.to_be_bytes()).collect();
    out.extend(encoding.0.to_be_bytes());
    out
}

fn any_form() -> impl Strategy<Value = Form> {
    prop_oneof![
        Just(Form::Raw),
        Just(Form::Solid),
        Just(Form::Packed { padded: true }),
        Just(Form::Packed { padded: false }),
        Just(Form::PlainRle),
        Just(Form::PaletteRle),
    ]
}

/// A tile inside the screen with few colours in runs: any form may fit it.
fn any_tile() -> impl Strategy<Value = (Rect, Vec<u32>)> {
    let place = (0..WIDTH, 0..HEIGHT, 1..=64_u16, 1..=64_u16);
    let runs = prop::collection::vec((0..20_u32, 1..200_usize), 1..40);
    (place, runs, 1..=20_u32).prop_map(|((x, y, width, height), runs, colours)| {
        let rect = Rect::new(x, y, width.min(WIDTH - x), height.min(HEIGHT - y));
        let count = usize::try_from(rect.area()).unwrap();
        let runs = runs.iter().cycle();
        let pixels = runs.flat_map(|(pixel, run)| vec![pixel % colours * 11; *run]);
        (rect, pixels.take(count).collect())
    })
}

/// Anything a device might put into a stream, well-formed or not.
fn any_message() -> impl Strategy<Value = Vec<u8>> {
    let tile = (any_tile(), any_form()).prop_map(|((rect, pixels), form)| {
        let width = usize::from(rect.width);
        let tile = tiles::encode(form, &pixels, width, 2).unwrap_or_default();
        let mut out = vec![0, 0, 0, 1];
        out.extend(rect_header(rect, Encoding::ZRLE));
        out.extend(tiles::stored(&tile));
        out
    });
    let raw = any_tile().prop_map(|(rect, pixels)| {
        let mut out = vec![0, 0, 0, 1];
        out.extend(rect_header(rect, Encoding::RAW));
        out.extend(pixels.iter().flat_map(|p| [p.to_le_bytes()[0], 0x11]));
        out
    });
    let size = (0..300_u16, 0..300_u16).prop_map(|(width, height)| {
        let mut out = vec![0, 0, 0, 1];
        out.extend(rect_header(
            Rect::of_size(width, height),
            Encoding::DESKTOP_SIZE,
        ));
        out
    });
    let text = prop::collection::vec(any::<u8>(), 0..20).prop_map(|text| {
        let mut out = vec![3, 0, 0, 0, 0, 0, 0, u8::try_from(text.len()).unwrap()];
        out.extend(text);
        out
    });
    let noise = prop::collection::vec(any::<u8>(), 0..20);
    let empty = Just(vec![0, 0, 0, 0]);
    let bell = Just(vec![2]);
    prop_oneof![8 => tile, 4 => raw, 1 => size, 1 => text, 1 => noise, 1 => empty, 1 => bell]
}

/// Messages of which one byte may be wrong.
fn any_stream() -> impl Strategy<Value = Vec<u8>> {
    let messages = prop::collection::vec(any_message(), 1..12);
    let damage = prop::option::weighted(0.5, (any::<prop::sample::Index>(), any::<u8>()));
    (messages, damage).prop_map(|(messages, damage)| {
        let mut stream = messages.concat();
        if let Some((index, byte)) = damage.filter(|_| !stream.is_empty()) {
            let at = index.index(stream.len());
            stream[at] = byte;
        }
        stream
    })
}

fn open(format: PixelFormat) -> Driven {
    let mut driven = Driven::new(KvmOptions {
        format,
        ..KvmOptions::plain()
    });
    driven.feed(PRELUDE).unwrap();
    let mut init = vec![0, 100, 0, 80];
    init.extend([0; 20]);
    driven.feed(&init).unwrap();
    driven
}

proptest! {
    #[test]
    fn any_bytes_are_survived_and_how_they_are_cut_never_matters(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        oracles::kvm_channel(&bytes);
    }

    #[test]
    fn plausible_streams_with_a_wrong_byte_are_survived_however_they_are_cut(
        piece in 1..=255_u8,
        stream in any_stream(),
    ) {
        // Option 0 is RGB565, which the tiles here are made for; 1 reads them wrongly.
        for option in [0, 1] {
            let mut input = vec![option, piece];
            input.extend(&stream);
            oracles::kvm_channel(&input);
        }
    }

    #[test]
    fn what_an_encoder_writes_is_what_is_on_the_screen(
        (rect, pixels) in any_tile(),
        form in any_form(),
        format in prop::sample::select(&[PixelFormat::Rgb332, PixelFormat::Rgb565, PixelFormat::Rgbx][..]),
    ) {
        // ZRLE sends three of the four bytes of a 32-bit pixel.
        let bytes = format.bytes_per_pixel().min(3);
        let tile = tiles::encode(form, &pixels, usize::from(rect.width), bytes);
        prop_assume!(tile.is_some());
        let mut driven = open(format);
        driven.channel.damage_mut().clear();
        let mut update = vec![0, 0, 0, 1];
        update.extend(rect_header(rect, Encoding::ZRLE));
        update.extend(tiles::stored(&tile.unwrap()));
        driven.feed(&update).unwrap();
        prop_assert_eq!(driven.events.last(), Some(&KvmEvent::UpdateEnd));
        prop_assert_eq!(driven.channel.damage_mut().rects(), [rect]);
        let mut expected = pixels.iter();
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let inside = Rect::new(x, y, 1, 1).is_inside(rect);
                let expected = if inside { *expected.next().unwrap() } else { 0 };
                prop_assert_eq!(driven.screen().pixel(x, y), expected, "{},{}", x, y);
            }
        }
    }
}
