//! "Press any key to boot from CD": the key goes while the question stands on the screen.

use outband::screen::{Damage, Framebuffer, Mailbox, PixelFormat, Rect};
use outband::session::flow::boot_image::LoaderKey;
use outband::sim::font::glyph;

/// A text screen of 80 × 25 with these lines.
fn text_screen(lines: &[&str]) -> Framebuffer {
    let mut screen = Framebuffer::new(640, 400, PixelFormat::Rgb565).unwrap();
    for (row, line) in (0..).zip(lines) {
        for (column, c) in (0..).zip(line.chars()) {
            for (y, bits) in (0..).zip(glyph(c)) {
                for x in (0..8).filter(|x| bits >> (7 - x) & 1 == 1) {
                    screen.set_pixel(column * 8 + x, row * 16 + y, 0xFFFF);
                }
            }
        }
    }
    screen
}

fn publish(mailbox: &Mailbox, screen: &Framebuffer) {
    let mut damage = Damage::new();
    damage.add(Rect::new(0, 0, screen.width(), screen.height()));
    mailbox.publish(screen, &mut damage);
}

#[test]
fn a_key_goes_while_the_question_stands_on_the_screen_and_only_then() {
    let mailbox = Mailbox::new();
    let mut key = LoaderKey::default();
    for line in [
        "Press any key to boot from CD or DVD.....",
        "Press any key to boot from USB.",
        "Beliebige Taste druecken, um von der CD oder DVD zu starten....",
    ] {
        publish(&mailbox, &text_screen(&["", line]));
        for read_on in [false, true].repeat(10) {
            assert!(key.is_due(&mailbox, read_on), "{line}");
        }
    }
    for other in [
        "Windows Boot Manager",
        "Press any key to continue...",
        "GNU GRUB  version 2.06",
        "Booting from DVD/CD...",
    ] {
        publish(&mailbox, &text_screen(&[other]));
        assert!(!key.is_due(&mailbox, false), "{other}");
    }
}

#[test]
fn a_screen_that_cannot_be_read_gets_five_keys_and_none_once_the_pc_reads_on() {
    let picture = Mailbox::new();
    publish(&picture, &text_screen(&[]));
    for mailbox in [Mailbox::new(), picture] {
        let mut key = LoaderKey::default();
        assert!(!key.is_due(&mailbox, true));
        let pressed = (0..20).filter(|_| key.is_due(&mailbox, false)).count();
        assert_eq!(pressed, 5);
    }
}
