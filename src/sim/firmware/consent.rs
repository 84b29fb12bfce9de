//! User consent: a code on the PC's own screen that the console has to know.
//!
//! Source: `docs/protocol/wsman.md` § 3; what it does not say is marked below (inferred).

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::clock::{after_secs, earlier};

/// Which operations need consent; `OptInRequired` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentPolicy {
    /// None.
    None,
    /// The screen only.
    Kvm,
    /// The screen, storage redirection and boot options.
    All,
}

impl ConsentPolicy {
    /// Value of `OptInRequired`.
    #[must_use]
    pub const fn wire(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Kvm => 1,
            Self::All => u32::MAX,
        }
    }

    /// The policy behind a value of `OptInRequired`.
    #[must_use]
    pub const fn from_wire(value: u32) -> Option<Self> {
        match value {
            0 => Some(Self::None),
            1 => Some(Self::Kvm),
            u32::MAX => Some(Self::All),
            _ => None,
        }
    }

    /// How the audit log counts policies.
    pub const fn audit(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Kvm => 1,
            Self::All => 2,
        }
    }
}

/// Result of the three methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptInReturn {
    /// Done.
    Success = 0,
    /// Not possible in this state; also the answer to a wrong code, for which sources name no
    /// number (inferred).
    InvalidState = 2,
    /// Too many wrong codes in the past.
    Blocked = 3,
}

/// Why an attempt or a granted consent is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsentEnd {
    /// The console or the user cancelled.
    Cancelled,
    /// Three wrong codes.
    WrongCodes,
    /// The code stood on the screen for its whole time.
    TimedOut,
    /// The PC left S0 with the code on its screen.
    HostOff,
    /// No session was open for the whole `OptInCodeTimeout`.
    Lapsed,
    /// The firmware lost power.
    PowerLost,
}

/// What the machine reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentEvent {
    /// The PC's screen shows this code now.
    Displayed(u32),
    /// The right code came.
    Accepted,
    /// It is over, and with it every boot option.
    Ended(ConsentEnd),
}

/// The consent machine of one device.
#[derive(Debug, Clone)]
pub struct Consent {
    policy: ConsentPolicy,
    /// Seconds without a session until granted consent lapses, 60..=900.
    code_timeout_secs: u32,
    /// Seconds the code stays on the screen, 10..=4095.
    display_timeout_secs: u32,
    state: State,
    host_is_on: bool,
    sessions: Sessions,
    failed_attempts: u32,
    blocked_until: Option<Instant>,
    events: VecDeque<ConsentEvent>,
}

/// What the machine has to know about redirection sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sessions {
    /// Any session at all: stops granted consent from lapsing.
    pub any: bool,
    /// Storage, or the screen with the PC in S0: consent is "in session".
    pub in_use: bool,
}

#[derive(Debug, Clone)]
enum State {
    NotStarted,
    /// Wanted, but not yet on the screen; `draw_at` is set while the PC can draw.
    Requested {
        attempt: Attempt,
        draw_at: Option<Instant>,
    },
    Displayed(Attempt),
    /// Granted; `lapses_at` is set while no session is open.
    Received {
        lapses_at: Option<Instant>,
    },
    InSession,
}

#[derive(Debug, Clone, Copy)]
struct Attempt {
    code: u32,
    wrong: u8,
    expires_at: Instant,
}

impl Consent {
    /// A device at rest, with the time-outs of a fresh one.
    #[must_use]
    pub const fn new(policy: ConsentPolicy, host_is_on: bool) -> Self {
        Self {
            policy,
            code_timeout_secs: 120,
            display_timeout_secs: 300,
            state: State::NotStarted,
            host_is_on,
            sessions: Sessions {
                any: false,
                in_use: false,
            },
            failed_attempts: 0,
            blocked_until: None,
            events: VecDeque::new(),
        }
    }

    /// What needs consent.
    #[must_use]
    pub const fn policy(&self) -> ConsentPolicy {
        self.policy
    }

    /// Changes what needs consent; a running attempt and granted consent stay.
    pub const fn set_policy(&mut self, policy: ConsentPolicy) {
        self.policy = policy;
    }

    /// `OptInCodeTimeout`, seconds.
    #[must_use]
    pub const fn code_timeout_secs(&self) -> u32 {
        self.code_timeout_secs
    }

    /// `OptInDisplayTimeout`, seconds.
    #[must_use]
    pub const fn display_timeout_secs(&self) -> u32 {
        self.display_timeout_secs
    }

    /// Sets both time-outs; holds for what starts after it. Returns whether they lie in range;
    /// nothing changes if not.
    pub const fn set_timeouts_secs(&mut self, code: u32, display: u32) -> bool {
        let sound = matches!(code, 60..=900) && matches!(display, 10..=4095);
        if sound {
            self.code_timeout_secs = code;
            self.display_timeout_secs = display;
        }
        sound
    }

    /// `OptInState`: 0 not started, 1 requested, 2 displayed, 3 received, 4 in session.
    #[must_use]
    pub const fn state(&self) -> u32 {
        match self.state {
            State::NotStarted => 0,
            State::Requested { .. } => 1,
            State::Displayed(_) => 2,
            State::Received { .. } => 3,
            State::InSession => 4,
        }
    }

    /// The user has consented.
    #[must_use]
    pub const fn is_granted(&self) -> bool {
        matches!(self.state, State::Received { .. } | State::InSession)
    }

    /// The screen may only be opened after consent, which is missing.
    #[must_use]
    pub fn is_missing_for_kvm(&self) -> bool {
        self.policy != ConsentPolicy::None && !self.is_granted()
    }

    /// Storage redirection and boot options may only be used after consent, which is missing.
    #[must_use]
    pub fn is_missing_for_boot(&self) -> bool {
        self.policy == ConsentPolicy::All && !self.is_granted()
    }

    /// The code that stands on the PC's screen now, 0..=999999.
    #[must_use]
    pub const fn code_on_screen(&self) -> Option<u32> {
        match self.state {
            State::Displayed(attempt) => Some(attempt.code),
            _ => None,
        }
    }

    /// `StartOptIn`: wants `code` (0..=999999) on the PC's screen.
    pub fn start(&mut self, now: Instant, code: u32) -> OptInReturn {
        if self.policy == ConsentPolicy::None {
            // Nothing needs it: recorded devices answer like this.
            return OptInReturn::InvalidState;
        }
        self.begin(now, code, self.display_timeout_secs)
    }

    /// A KVM session was opened without consent: the same, with a time-out of its own.
    pub fn start_in_band(&mut self, now: Instant, code: u32, timeout_secs: u32) -> OptInReturn {
        self.begin(now, code, timeout_secs)
    }

    fn begin(&mut self, now: Instant, code: u32, timeout_secs: u32) -> OptInReturn {
        if !matches!(self.state, State::NotStarted) {
            return OptInReturn::InvalidState;
        }
        if self.is_blocked(now) {
            return OptInReturn::Blocked;
        }
        self.state = State::Requested {
            attempt: Attempt {
                code,
                wrong: 0,
                expires_at: after_secs(now, timeout_secs),
            },
            draw_at: self.host_is_on.then_some(now + DRAW_TIME),
        };
        OptInReturn::Success
    }

    /// Too many attempts ended with wrong codes.
    #[must_use]
    pub fn is_blocked(&self, now: Instant) -> bool {
        self.blocked_until.is_some_and(|until| now < until)
    }

    /// `SendOptInCode`: the code that the user read out. The third wrong one ends the attempt.
    pub fn submit(&mut self, now: Instant, code: u32) -> OptInReturn {
        let State::Displayed(attempt) = &mut self.state else {
            return OptInReturn::InvalidState;
        };
        if attempt.code == code {
            self.failed_attempts = 0;
            self.state = self.granted(now);
            self.events.push_back(ConsentEvent::Accepted);
            return OptInReturn::Success;
        }
        attempt.wrong += 1;
        if attempt.wrong == WRONG_CODES {
            self.failed_attempts += 1;
            if self.failed_attempts >= FAILED_ATTEMPTS {
                self.blocked_until = Some(now + BLOCKED);
            }
            self.end(ConsentEnd::WrongCodes);
        }
        OptInReturn::InvalidState
    }

    /// `CancelOptIn`: ends an attempt as well as granted consent.
    pub fn cancel(&mut self) -> OptInReturn {
        if matches!(self.state, State::NotStarted) {
            return OptInReturn::InvalidState;
        }
        self.end(ConsentEnd::Cancelled);
        OptInReturn::Success
    }

    /// The PC entered or left S0.
    pub fn set_host_on(&mut self, now: Instant, on: bool) {
        self.host_is_on = on;
        match &mut self.state {
            State::Requested { draw_at, .. } => *draw_at = on.then_some(now + DRAW_TIME),
            State::Displayed(_) if !on => self.end(ConsentEnd::HostOff),
            _ => {}
        }
    }

    /// Sessions were opened or closed, or count differently now.
    pub fn set_sessions(&mut self, now: Instant, sessions: Sessions) {
        let had_any = self.sessions.any;
        self.sessions = sessions;
        match &self.state {
            State::Received { .. } if sessions.any == had_any && !sessions.in_use => {}
            State::Received { .. } | State::InSession => self.state = self.granted(now),
            _ => {}
        }
    }

    /// The firmware lost power: it forgets everything about consent but the policy.
    pub fn lose_power(&mut self) {
        self.sessions = Sessions::default();
        self.host_is_on = false;
        self.failed_attempts = 0;
        self.blocked_until = None;
        if !matches!(self.state, State::NotStarted) {
            self.end(ConsentEnd::PowerLost);
        }
    }

    /// Does what is due at `now`.
    pub fn handle_timeout(&mut self, now: Instant) {
        let due = |at: Instant| at <= now;
        match &self.state {
            State::Requested { attempt, .. } | State::Displayed(attempt)
                if due(attempt.expires_at) =>
            {
                self.end(ConsentEnd::TimedOut);
            }
            State::Requested { attempt, draw_at } if draw_at.is_some_and(due) => {
                let attempt = *attempt;
                self.state = State::Displayed(attempt);
                self.events.push_back(ConsentEvent::Displayed(attempt.code));
            }
            State::Received { lapses_at } if lapses_at.is_some_and(due) => {
                self.end(ConsentEnd::Lapsed);
            }
            _ => {}
        }
    }

    /// When something is due next.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::Requested { attempt, draw_at } => earlier(Some(attempt.expires_at), *draw_at),
            State::Displayed(attempt) => Some(attempt.expires_at),
            State::Received { lapses_at } => *lapses_at,
            State::NotStarted | State::InSession => None,
        }
    }

    /// The next thing to report, oldest first.
    pub fn poll_event(&mut self) -> Option<ConsentEvent> {
        self.events.pop_front()
    }

    /// The state of granted consent that fits the sessions.
    fn granted(&self, now: Instant) -> State {
        if self.sessions.in_use {
            return State::InSession;
        }
        let lapses_at = (!self.sessions.any).then(|| after_secs(now, self.code_timeout_secs));
        State::Received { lapses_at }
    }

    fn end(&mut self, why: ConsentEnd) {
        self.state = State::NotStarted;
        self.events.push_back(ConsentEvent::Ended(why));
    }
}

/// From the request to the picture: "usually below a second" (spec), the number is ours.
const DRAW_TIME: Duration = Duration::from_millis(300);
/// Wrong codes that end an attempt (observed: event 3001, "failed 3 times").
const WRONG_CODES: u8 = 3;
/// Attempts ended that way after which starting is refused (inferred; sources say "repeated").
const FAILED_ATTEMPTS: u32 = 3;
/// For how long (inferred; undocumented).
const BLOCKED: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: u32 = 48_213;

    /// Advances to `at`, doing everything that is due on the way.
    fn run_to(consent: &mut Consent, at: Instant) {
        while let Some(due) = consent.poll_timeout().filter(|due| *due <= at) {
            consent.handle_timeout(due);
        }
    }

    fn displayed(policy: ConsentPolicy) -> (Instant, Consent) {
        let t0 = Instant::now();
        let mut consent = Consent::new(policy, true);
        assert_eq!(consent.start(t0, CODE), OptInReturn::Success);
        assert_eq!((consent.state(), consent.code_on_screen()), (1, None));
        let t1 = t0 + Duration::from_secs(1);
        run_to(&mut consent, t1);
        assert_eq!((consent.state(), consent.code_on_screen()), (2, Some(CODE)));
        assert_eq!(consent.poll_event(), Some(ConsentEvent::Displayed(CODE)));
        (t1, consent)
    }

    #[test]
    fn the_right_code_grants_everything_and_a_session_uses_it() {
        let (now, mut consent) = displayed(ConsentPolicy::All);
        assert!(consent.is_missing_for_boot() && consent.is_missing_for_kvm());
        assert_eq!(consent.submit(now, CODE), OptInReturn::Success);
        assert_eq!(consent.state(), 3);
        assert!(!consent.is_missing_for_boot() && !consent.is_missing_for_kvm());
        assert_eq!(consent.poll_event(), Some(ConsentEvent::Accepted));
        let open = Sessions {
            any: true,
            in_use: true,
        };
        consent.set_sessions(now, open);
        assert_eq!((consent.state(), consent.poll_timeout()), (4, None));
        consent.set_sessions(now, Sessions::default());
        assert_eq!(consent.state(), 3);
    }

    #[test]
    fn three_wrong_codes_end_the_attempt_and_three_attempts_block() {
        let (mut now, mut consent) = displayed(ConsentPolicy::Kvm);
        for attempt in 1..=3 {
            for _ in 0..2 {
                assert_eq!(consent.submit(now, 1), OptInReturn::InvalidState);
                assert_eq!(consent.state(), 2);
            }
            assert_eq!(consent.submit(now, 1), OptInReturn::InvalidState);
            assert_eq!((consent.state(), consent.code_on_screen()), (0, None));
            let end = ConsentEvent::Ended(ConsentEnd::WrongCodes);
            assert_eq!(consent.poll_event(), Some(end));
            let again = consent.start(now, CODE);
            if attempt == 3 {
                assert_eq!(again, OptInReturn::Blocked);
                break;
            }
            assert_eq!(again, OptInReturn::Success);
            now += Duration::from_secs(1);
            run_to(&mut consent, now);
            consent.poll_event();
        }
        now += BLOCKED;
        assert_eq!(consent.start(now, CODE), OptInReturn::Success);
        run_to(&mut consent, now + DRAW_TIME);
        assert_eq!(consent.submit(now, CODE), OptInReturn::Success);
        assert_eq!(consent.cancel(), OptInReturn::Success);
        assert_eq!(consent.start(now, CODE), OptInReturn::Success);
    }

    #[test]
    fn the_code_leaves_the_screen_after_its_time() {
        let (now, mut consent) = displayed(ConsentPolicy::Kvm);
        run_to(&mut consent, now + Duration::from_secs(298));
        assert_eq!(consent.state(), 2);
        run_to(&mut consent, now + Duration::from_secs(299));
        assert_eq!(consent.state(), 0);
        let end = ConsentEvent::Ended(ConsentEnd::TimedOut);
        assert_eq!(consent.poll_event(), Some(end));
        assert_eq!(consent.submit(now, CODE), OptInReturn::InvalidState);
    }

    #[test]
    fn granted_consent_lapses_only_while_no_session_is_open() {
        let (now, mut consent) = displayed(ConsentPolicy::All);
        consent.submit(now, CODE);
        let sol = Sessions {
            any: true,
            in_use: false,
        };
        consent.set_sessions(now + Duration::from_secs(119), sol);
        assert_eq!((consent.state(), consent.poll_timeout()), (3, None));
        let closed = now + Duration::from_secs(1000);
        consent.set_sessions(closed, Sessions::default());
        run_to(&mut consent, closed + Duration::from_secs(119));
        assert_eq!(consent.state(), 3);
        run_to(&mut consent, closed + Duration::from_secs(120));
        assert_eq!(consent.state(), 0);
    }

    #[test]
    fn a_pc_that_is_off_shows_the_code_once_it_is_on_and_not_after_it_went_off() {
        let t0 = Instant::now();
        let mut consent = Consent::new(ConsentPolicy::All, false);
        consent.start(t0, CODE);
        run_to(&mut consent, t0 + Duration::from_secs(20));
        assert_eq!(consent.state(), 1);
        let on = t0 + Duration::from_secs(21);
        consent.set_host_on(on, true);
        run_to(&mut consent, on + DRAW_TIME);
        assert_eq!(consent.state(), 2);
        consent.set_host_on(on + DRAW_TIME, false);
        assert_eq!(consent.state(), 0);
    }

    #[test]
    fn cancelling_and_losing_power_end_attempts_and_granted_consent() {
        let (now, mut consent) = displayed(ConsentPolicy::All);
        assert_eq!(consent.cancel(), OptInReturn::Success);
        assert_eq!(consent.state(), 0);
        assert_eq!(consent.cancel(), OptInReturn::InvalidState);

        let (_, mut consent) = displayed(ConsentPolicy::All);
        consent.submit(now, CODE);
        consent.lose_power();
        assert_eq!(consent.state(), 0);
        assert!(consent.is_missing_for_kvm());
    }

    #[test]
    fn without_a_policy_nothing_starts_and_nothing_is_missing() {
        let mut consent = Consent::new(ConsentPolicy::None, true);
        let now = Instant::now();
        assert_eq!(consent.start(now, CODE), OptInReturn::InvalidState);
        assert!(!consent.is_missing_for_kvm() && !consent.is_missing_for_boot());
        let kvm = Consent::new(ConsentPolicy::Kvm, true);
        assert!(kvm.is_missing_for_kvm() && !kvm.is_missing_for_boot());
    }

    #[test]
    fn time_outs_keep_to_their_range() {
        let mut consent = Consent::new(ConsentPolicy::Kvm, true);
        assert!(consent.set_timeouts_secs(60, 4095));
        for (code, display) in [(59, 300), (901, 300), (120, 9), (120, 4096)] {
            assert!(!consent.set_timeouts_secs(code, display));
        }
        assert_eq!(consent.code_timeout_secs(), 60);
        assert_eq!(consent.display_timeout_secs(), 4095);
    }
}
