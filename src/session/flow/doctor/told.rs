//! What a check came to, in words: for front ends that show results while others are awaited.

use super::{Check, Checked, Finding};
use crate::session::fault::{Fault, FaultAction};

/// A check and what it came to. Holds words in place of the fault, so that it can be sent while
/// the diagnosis keeps the fault itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What was checked.
    pub check: Check,
    /// What it came to.
    pub result: CheckResult,
}

/// What a check came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckResult {
    /// As it should be; a fact worth saying, perhaps.
    Fine(Option<String>),
    /// Something is wrong.
    Problem {
        /// What, as a sentence without a full stop.
        title: String,
        /// Why, as a sentence without a full stop; may be empty.
        cause: String,
        /// What to do about it, as whole sentences; may be empty.
        remedy: String,
        /// What a button can do about it.
        action: Option<FaultAction>,
    },
    /// It could not be found out; why, as a sentence without a full stop.
    Unknown(String),
    /// It makes no sense before this check is fine.
    Skipped(Check),
}

impl Told {
    /// A problem with this check.
    #[must_use]
    pub fn problem(check: Check, fault: &Fault) -> Self {
        let result = CheckResult::Problem {
            title: fault.title(),
            cause: fault.cause(),
            remedy: fault.remedy().to_string(),
            action: fault.action(),
        };
        Self { check, result }
    }

    /// Something has to be done about it.
    #[must_use]
    pub const fn is_problem(&self) -> bool {
        matches!(self.result, CheckResult::Problem { .. })
    }
}

impl From<&Checked> for Told {
    fn from(checked: &Checked) -> Self {
        let check = checked.check;
        let result = match &checked.finding {
            Finding::Problem(fault) => return Self::problem(check, fault),
            Finding::Fine(fact) => CheckResult::Fine(fact.clone()),
            Finding::Unknown(why) => CheckResult::Unknown(why.clone()),
            Finding::Skipped { because } => CheckResult::Skipped(*because),
        };
        Self { check, result }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_keeps_every_sentence_and_the_button_of_its_fault() {
        let checked = Checked {
            check: Check::Login,
            finding: Finding::problem(Fault::LoginRefused),
        };
        let told = Told::from(&checked);
        assert!(told.is_problem());
        let CheckResult::Problem {
            title,
            cause,
            remedy,
            action,
        } = told.result
        else {
            panic!("{told:?}");
        };
        assert_eq!(title, "Login refused");
        assert_eq!(cause, "User name or password is wrong");
        assert!(remedy.contains("Capital letters"), "{remedy}");
        assert_eq!(action, Some(FaultAction::EnterLogin));
    }

    #[test]
    fn what_is_fine_unknown_or_skipped_is_told_as_it_is() {
        let told = |finding| {
            let check = Check::Power;
            Told::from(&Checked { check, finding }).result
        };
        assert_eq!(told(Finding::FINE), CheckResult::Fine(None));
        let unknown = Finding::Unknown("Nobody knows".to_owned());
        assert_eq!(told(unknown), CheckResult::Unknown("Nobody knows".into()));
        let because = Check::Login;
        let skipped = told(Finding::Skipped { because });
        assert_eq!(skipped, CheckResult::Skipped(Check::Login));
    }
}
