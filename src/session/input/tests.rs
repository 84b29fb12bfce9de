use super::*;
use proptest::prelude::*;

const A: Keysym = Keysym(0x61);

fn input() -> Input {
    Input::new(Repertoire::UsKeyboard)
}

fn key(keysym: Keysym, down: bool) -> Command {
    Command::Key { keysym, down }
}

fn at(x: u16, y: u16, buttons: Buttons) -> Command {
    Command::Pointer { x, y, buttons }
}

fn typed(text: &str, pace: Duration) -> Command {
    Command::Type(TypedText {
        text: Secret::new(text.to_owned()),
        pace,
    })
}

/// What goes to the channel, in a form that can be compared and printed.
fn sent(input: &mut Input) -> Vec<String> {
    std::iter::from_fn(|| input.poll_command())
        .map(|command| match command {
            KvmCommand::Key { keysym, down } => {
                format!("{}{:x}", if down { '+' } else { '-' }, keysym.0)
            }
            KvmCommand::Pointer { x, y, buttons } => format!("{x},{y},{}", buttons.bits()),
            other => format!("{other:?}"),
        })
        .collect()
}

#[test]
fn moves_are_coalesced_to_one_in_8_ms_and_the_last_one_arrives() {
    let mut input = input();
    let start = Instant::now();
    let mut all = Vec::new();
    for ms in 0..100_u16 {
        let now = start + Duration::from_millis(ms.into());
        if input.poll_timeout().is_some_and(|at| at <= now) {
            input.handle_timeout(now);
        }
        input.handle(now, at(ms, 5, Buttons::empty()));
        all.extend(sent(&mut input));
    }
    input.handle_timeout(input.poll_timeout().unwrap());
    all.extend(sent(&mut input));
    assert_eq!(all.len(), 14, "{all:?}");
    assert_eq!(all.last().unwrap(), "99,5,0");
    assert_eq!(input.poll_timeout(), None);
}

#[test]
fn a_button_or_key_never_overtakes_the_move_before_it() {
    let mut input = input();
    let now = Instant::now();
    input.handle(now, at(1, 1, Buttons::empty()));
    input.handle(now, at(2, 2, Buttons::empty()));
    input.handle(now, at(3, 3, Buttons::LEFT));
    input.handle(now, at(4, 4, Buttons::LEFT));
    input.handle(now, key(A, true));
    input.handle(now, at(5, 5, Buttons::LEFT));
    input.handle(now, at(6, 6, Buttons::empty()));
    assert_eq!(
        sent(&mut input),
        ["1,1,0", "2,2,0", "3,3,1", "4,4,1", "+61", "5,5,1", "6,6,0"]
    );
}

#[test]
fn releasing_all_lets_go_of_buttons_and_keys_the_last_first_and_once() {
    let mut input = input();
    let now = Instant::now();
    for keysym in [Keysym::CONTROL_L, Keysym::ALT_L, A, A] {
        input.handle(now, key(keysym, true));
    }
    input.handle(now, at(9, 9, Buttons::LEFT | Buttons::RIGHT));
    sent(&mut input);
    input.handle(now, Command::ReleaseAll);
    let released = sent(&mut input);
    assert_eq!(released, ["9,9,0", "-61", "-ffe9", "-ffe3"]);
    input.handle(now, Command::ReleaseAll);
    input.handle(now, key(A, false));
    assert!(sent(&mut input).is_empty(), "the device has nothing down");
}

#[test]
fn closing_releases_first() {
    let mut input = input();
    let now = Instant::now();
    input.handle(now, key(A, true));
    input.handle(now, typed("long text", Duration::from_secs(1)));
    sent(&mut input);
    input.handle(now, Command::Close);
    assert_eq!(sent(&mut input), ["-61", "Close"]);
    assert_eq!(input.poll_timeout(), None, "and stops typing");
}

#[test]
fn text_is_typed_at_its_pace_and_what_has_no_key_is_counted() {
    let mut input = input();
    let start = Instant::now();
    input.handle(start, typed("a€\r\nB\n", Duration::from_millis(10)));
    let mut log = sent(&mut input);
    let mut times = 0;
    while let Some(at) = input.poll_timeout() {
        times += 1;
        assert_eq!(at, start + Duration::from_millis(10) * times);
        input.handle_timeout(at);
        log.extend(sent(&mut input));
    }
    let expected = [
        "+61", "-61", "+ff0d", "-ff0d", "+42", "-42", "+ff0d", "-ff0d",
    ];
    assert_eq!(log, expected);
    let last = std::iter::from_fn(|| input.poll_event()).last();
    assert!(
        matches!(
            last,
            Some(Event::Typing {
                done: 6,
                total: 6,
                skipped: 1
            })
        ),
        "{last:?}"
    );
}

/// On a German keyboard @ is AltGr+Q, z is where Y is, and ê the dead circumflex and E.
#[test]
fn text_for_another_layout_is_typed_with_the_keys_of_that_layout() {
    let mut input = input();
    let start = Instant::now();
    input.handle(start, Command::SetLayout(Layout::De));
    input.handle(start, typed("@zê?ñ\n", Duration::from_millis(10)));
    let mut log = sent(&mut input);
    while let Some(at) = input.poll_timeout() {
        input.handle_timeout(at);
        log.extend(sent(&mut input));
    }
    let expected = [
        "+ffea", "+71", "-71", "-ffea", "+79", "-79", "+60", "-60", "+65", "-65", "+ffe1", "+2d",
        "-2d", "-ffe1", "+ff0d", "-ff0d",
    ];
    assert_eq!(log, expected);
    let last = std::iter::from_fn(|| input.poll_event()).last();
    assert!(
        matches!(last, Some(Event::Typing { skipped: 1, .. })),
        "{last:?}"
    );
}

/// Text waits for its turn, and what comes after it waits for the text.
#[test]
fn a_character_typed_by_hand_is_written_at_once_with_the_keys_of_the_layout() {
    let (now, mut input) = (Instant::now(), input());
    input.handle(now, Command::SetLayout(Layout::De));
    input.handle(now, Command::Character('Y'));
    assert_eq!(sent(&mut input), ["+ffe1", "+5a", "-5a", "-ffe1"]);
    assert!(input.poll_event().is_none());
    input.handle(now, Command::Character('ñ'));
    assert!(sent(&mut input).is_empty());
    assert!(matches!(input.poll_event(), Some(Event::NoKey)));
    assert_eq!(format!("{:?}", Command::Character('x')), "Character");
}

#[test]
fn a_text_that_is_paused_waits_and_goes_on_where_it_was() {
    let (start, mut input) = (Instant::now(), input());
    let pace = Duration::from_millis(10);
    input.handle(start, typed("abc", pace));
    assert_eq!(sent(&mut input), ["+61", "-61"]);
    input.handle(start, Command::PauseTyping(true));
    assert_eq!(input.poll_timeout(), None);
    let later = start + Duration::from_secs(60);
    input.handle_timeout(later);
    assert!(sent(&mut input).is_empty());
    input.handle(later, Command::PauseTyping(false));
    assert_eq!(input.poll_timeout(), Some(later + pace));
    input.handle_timeout(later + pace);
    assert_eq!(sent(&mut input), ["+62", "-62"]);
    // The next text is not held up by what became of this one.
    input.handle(later, Command::PauseTyping(true));
    input.handle(later, typed("xy", pace));
    assert_eq!(input.poll_timeout(), Some(later + pace));
}

#[test]
fn a_macro_types_and_presses_in_order_and_can_be_stopped() {
    let mut input = input();
    let start = Instant::now();
    let all: Macro = "press ctrl+a\ntype hi\npress f12 every 1 s until screen changes"
        .parse()
        .unwrap();
    input.handle(start, Command::RunMacro(all));
    let mut now = start;
    let mut log = sent(&mut input);
    for _ in 0..5 {
        now = input.poll_timeout().unwrap();
        input.handle_timeout(now);
        log.extend(sent(&mut input));
    }
    let expected = [
        "+ffe3", "+61", "-61", "-ffe3", "+68", "-68", "+69", "-69", "+ffc9", "-ffc9", "+ffc9",
        "-ffc9",
    ];
    assert_eq!(log[..expected.len()], expected);
    let states = |input: &mut Input| -> Vec<MacroState> {
        let events = std::iter::from_fn(|| input.poll_event());
        let states = events.filter_map(|event| match event {
            Event::Macro(state) => Some(state),
            _ => None,
        });
        states.collect()
    };
    let at = |step| MacroState::At { step, of: 3 };
    assert_eq!(states(&mut input), [at(1), at(2), at(3)]);
    input.handle(now, Command::StopMacro);
    assert_eq!(states(&mut input), [MacroState::Stopped]);
    assert_eq!(input.poll_timeout(), None);

    let all: Macro = "press f12 every 1 s until screen changes".parse().unwrap();
    input.handle(now, Command::RunMacro(all));
    input.screen_changed(now);
    input.handle_timeout(now);
    assert_eq!(states(&mut input).last(), Some(&MacroState::Done));
    assert!(input.keys.is_empty(), "nothing stays down");
}

/// A server that is told characters needs no layout.
#[test]
fn a_layout_changes_nothing_for_servers_that_take_characters() {
    let mut input = Input::new(Repertoire::Everything);
    let start = Instant::now();
    input.handle(start, Command::SetLayout(Layout::De));
    input.handle(start, typed("z", Duration::ZERO));
    assert_eq!(sent(&mut input), ["+7a", "-7a"]);
}

#[test]
fn text_that_ends_in_nothing_typable_ends_too() {
    for text in ["", "€", "a€€"] {
        let mut input = input();
        input.handle(Instant::now(), typed(text, Duration::ZERO));
        while let Some(at) = input.poll_timeout() {
            input.handle_timeout(at);
        }
        let last = std::iter::from_fn(|| input.poll_event()).last();
        let Some(Event::Typing { done, total, .. }) = last else {
            panic!("{last:?}");
        };
        assert_eq!((done, total), (text.chars().count(), text.chars().count()));
    }
}

#[test]
fn stopped_text_says_that_nothing_is_left() {
    let mut input = input();
    let now = Instant::now();
    input.handle(now, typed("abc", Duration::from_secs(1)));
    input.handle(now, Command::StopTyping);
    input.handle(now, Command::StopTyping);
    let last = std::iter::from_fn(|| input.poll_event()).last();
    assert!(matches!(
        last,
        Some(Event::Typing {
            done: 1,
            total: 1,
            ..
        })
    ));
    assert_eq!(input.poll_timeout(), None);
}

#[test]
fn an_ordinary_server_is_sent_every_character_that_has_a_keysym() {
    let mut input = Input::new(Repertoire::Everything);
    input.handle(Instant::now(), typed("€", Duration::ZERO));
    assert_eq!(sent(&mut input), ["+10020ac", "-10020ac"]);
    input.handle(Instant::now(), typed("A", Duration::ZERO));
    assert_eq!(sent(&mut input), ["+ffe1", "+41", "-41", "-ffe1"]);
    input.handle(Instant::now(), typed("a", Duration::ZERO));
    assert_eq!(sent(&mut input), ["+61", "-61"]);
}

proptest! {
    /// Whatever happens: nothing is down at the end that was not let go, and keys keep their
    /// order.
    #[test]
    fn the_ledger_is_what_the_device_has(
        actions in proptest::collection::vec((0..6_u8, 0..4_u16, any::<bool>(), 0..20_u64), 0..60),
    ) {
        let mut input = input();
        let mut now = Instant::now();
        let mut commands = Vec::new();
        let mut presses = Vec::new();
        for (kind, n, down, wait) in actions {
            now += Duration::from_millis(wait);
            input.handle_timeout(now);
            let keysym = Keysym(0x61 + u32::from(n));
            match kind {
                0 | 1 => {
                    if down {
                        presses.push(keysym);
                    }
                    input.handle(now, key(keysym, down));
                }
                2 | 3 => input.handle(now, at(n, n, Buttons::empty())),
                4 => input.handle(now, at(n, 0, Buttons::from_bits_retain(u8::from(down)))),
                _ => input.handle(now, Command::ReleaseAll),
            }
            commands.extend(std::iter::from_fn(|| input.poll_command()));
        }
        input.handle(now, Command::ReleaseAll);
        commands.extend(std::iter::from_fn(|| input.poll_command()));

        let mut device_keys = Vec::new();
        let mut device_buttons = Buttons::empty();
        let mut device_presses = Vec::new();
        for command in commands {
            match command {
                KvmCommand::Key { keysym, down: true } => {
                    device_presses.push(keysym);
                    if !device_keys.contains(&keysym) {
                        device_keys.push(keysym);
                    }
                }
                KvmCommand::Key { keysym, down: false } => {
                    prop_assert!(device_keys.contains(&keysym));
                    device_keys.retain(|key| *key != keysym);
                }
                KvmCommand::Pointer { buttons, .. } => device_buttons = buttons,
                other => prop_assert!(false, "{:?}", other),
            }
        }
        prop_assert_eq!(device_presses, presses);
        prop_assert!(device_keys.is_empty());
        prop_assert!(device_buttons.is_empty());
    }
}
