//! `outband doctor`: why does it not work?

use serde::Serialize;

use super::control::{Device, OWN};
use super::hint::hint;
use super::print::{Printer, details};
use super::progress::Progress;
use super::record::Doing;
use super::{Context, Exit, Failure, Outcome};
use crate::session::Fault;
use crate::session::flow::doctor::{self, Check, Checked, Diagnosis, DoctorOptions, Finding};
use crate::store::journal::Kind;

/// Options of `outband doctor`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    device: Device,
    /// Do not open the screen to see whether a picture comes
    ///
    /// The user in front of the PC may notice that somebody connects for a moment.
    #[arg(long, help_heading = OWN)]
    no_picture: bool,
}

/// Checks everything, prints each result, and ends with the code of the first problem.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let device = &args.device;
    device.require_amt(context)?;
    let access = device.reach.access(&device.target, context)?;
    // Much can be said without a login; whoever cannot be asked for one gets that.
    let login = match device.reach.credentials(&access) {
        Ok(login) => Some(login),
        Err(Failure::Usage(why)) => {
            context.print.note(&format!("Without a login: {why}"));
            None
        }
        Err(failure) => return Err(failure),
    };
    let mut options = DoctorOptions {
        picture: !args.no_picture,
        ..DoctorOptions::default()
    };
    if let Some(within) = device.reach.timeout() {
        options.probe.within = within;
    }
    let print = context.print;
    let progress = Progress::for_printer(print);
    let user = login.as_ref().map_or("", |login| &login.user).to_owned();
    let doing = Doing::new(Kind::Info, &device.target, &user).detail("doctor");
    let diagnosis = doing.run(context, |_| {
        context.block_on(async {
            progress.say("Knocking on all ports");
            let mut next = |checked: &Checked| {
                progress.say(format!("Checked: {}", checked.check.title()));
            };
            Ok(doctor::diagnose(&access, login, options, &mut next).await)
        })
    });
    progress.done();
    let diagnosis = diagnosis?;
    for checked in &diagnosis.checks {
        print_check(print, checked);
    }
    print_end(print, &diagnosis);
    print.document(&Document::new(device.target.to_string(), &diagnosis));
    let first = diagnosis.problems().next();
    Ok(Outcome::Exit(match first {
        None => Exit::Done,
        Some((_, fault)) => Exit::from(fault),
    }))
}

fn print_check(print: Printer, checked: &Checked) {
    let title = checked.check.title();
    match &checked.finding {
        Finding::Fine(None) => print.line(&format!("ok       {title}")),
        Finding::Fine(Some(fact)) => print.line(&format!("ok       {title}: {fact}")),
        Finding::Unknown(why) => print.line(&format!("unknown  {title}: {why}")),
        Finding::Skipped { because } => print.line(&format!(
            "skipped  {title}: first “{}” has to be solved",
            because.title()
        )),
        Finding::Problem(fault) => {
            print.line(&format!("PROBLEM  {title}: {}", fault.title()));
            print.line(&format!("           {}", fault.cause()));
            let remedy = fault.remedy();
            if !remedy.is_empty() {
                print.line(&format!("           {remedy}"));
            }
            if let Some(hint) = hint(fault, false) {
                print.line(&format!("           {hint}"));
            }
            for detail in details(fault) {
                print.line(&format!("           ({detail})"));
            }
        }
    }
}

fn print_end(print: Printer, diagnosis: &Diagnosis) {
    print.line(&match diagnosis.problems().count() {
        0 => "No problem was found".to_owned(),
        1 => "1 problem was found".to_owned(),
        count => format!("{count} problems were found"),
    });
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Document {
    target: String,
    problems: usize,
    checks: Vec<Entry>,
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Entry {
    check: &'static str,
    title: &'static str,
    result: &'static str,
    fact: Option<String>,
    because: Option<&'static str>,
    problem: Option<Problem>,
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Problem {
    kind: &'static str,
    exit: u8,
    title: String,
    cause: String,
    remedy: String,
    details: Vec<String>,
}

impl Document {
    fn new(target: String, diagnosis: &Diagnosis) -> Self {
        Self {
            target,
            problems: diagnosis.problems().count(),
            checks: diagnosis.checks.iter().map(Entry::new).collect(),
        }
    }
}

impl Entry {
    fn new(checked: &Checked) -> Self {
        let entry = |check: Check, result| Self {
            check: check.name(),
            title: check.title(),
            result,
            fact: None,
            because: None,
            problem: None,
        };
        match &checked.finding {
            Finding::Fine(fact) => Self {
                fact: fact.clone(),
                ..entry(checked.check, "ok")
            },
            Finding::Unknown(why) => Self {
                fact: Some(why.clone()),
                ..entry(checked.check, "unknown")
            },
            Finding::Skipped { because } => Self {
                because: Some(because.name()),
                ..entry(checked.check, "skipped")
            },
            Finding::Problem(fault) => Self {
                problem: Some(Problem::new(fault)),
                ..entry(checked.check, "problem")
            },
        }
    }
}

impl Problem {
    fn new(fault: &Fault) -> Self {
        Self {
            kind: fault.kind(),
            exit: Exit::from(fault).code(),
            title: fault.title(),
            cause: fault.cause(),
            remedy: fault.remedy().to_owned(),
            details: fault.details(),
        }
    }
}
