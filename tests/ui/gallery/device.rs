//! The page about a PC: facts, switches, logs, doctor.

use outband::session::flow::doctor::{Check, CheckResult, OpenHere, Told};
use outband::session::flow::enable::{Switch, Switches};
use outband::session::pc::{Deed, LogKind, Outcome, PcEvent, Step};
use outband::session::{DeviceFault, Fault, Feature};

use super::{live, on_each, press};
use crate::support::facts;

fn fine(check: Check) -> Told {
    Told {
        check,
        result: CheckResult::Fine(None),
    }
}

#[test]
#[ignore = "draws for people"]
fn gallery_device() {
    on_each(|canvas| {
        let mut desk = live(canvas);
        press(&mut desk, "Device");
        desk.pc_tells(PcEvent::Began(Deed::ReadFacts));
        canvas.shot(&mut desk, "device-reading");
        desk.pc_tells(PcEvent::Done(Outcome::Facts(facts::info())));
        canvas.shot(&mut desk, "device-facts");
        let mut info = facts::info();
        info.features = Some(Switches {
            screen: Switch::Off,
            serial: Switch::Forbidden,
            media: Switch::Absent,
            listener: false,
        });
        desk.pc_tells(PcEvent::Done(Outcome::Facts(info)));
        canvas.shot(&mut desk, "device-switched-off");

        press(&mut desk, "Event log");
        let read = Outcome::Log(LogKind::Events, facts::log(200));
        desk.pc_tells(PcEvent::Done(read));
        canvas.shot(&mut desk, "device-event-log");
        press(&mut desk, "Audit log");
        let mut log = facts::log(12);
        for (entry, text) in log.entries.iter_mut().zip(
            [
                "KVM session started",
                "User consent was asked for",
                "SOL session ended",
            ]
            .iter()
            .cycle(),
        ) {
            entry.text = (*text).to_owned();
            entry.severity = None;
            entry.source = Some("Redirection");
            entry.who = Some("admin".to_owned());
            entry.address = Some("10.0.1.4".to_owned());
        }
        desk.pc_tells(PcEvent::Done(Outcome::Log(LogKind::Audit, log)));
        canvas.shot(&mut desk, "device-audit-log");
        press(&mut desk, "Event log");
        desk.pc_tells(PcEvent::Done(Outcome::Log(LogKind::Events, facts::log(0))));
        canvas.shot(&mut desk, "device-log-empty");
    });
}

#[test]
#[ignore = "draws for people"]
fn gallery_doctor() {
    on_each(|canvas| {
        let mut desk = live(canvas);
        press(&mut desk, "Device");
        press(&mut desk, "Doctor");
        canvas.shot(&mut desk, "doctor-before");
        press(&mut desk, "Run doctor");
        desk.pc_tells(PcEvent::Began(Deed::Diagnose(OpenHere::default())));
        for check in [Check::Name, Check::Host, Check::Ports] {
            desk.pc_tells(PcEvent::Step(Step::Checked(fine(check))));
        }
        canvas.shot(&mut desk, "doctor-running");
        let off = Fault::from(DeviceFault::SwitchedOff(Feature::Serial));
        let clock = Fault::from(DeviceFault::ClockWrong { fast_by_secs: 4000 });
        let told = Check::ALL.map(|check| match check {
            Check::Clock => Told::problem(check, &clock),
            Check::Serial => Told::problem(check, &off),
            Check::SerialFree => Told {
                check,
                result: CheckResult::Skipped(Check::Serial),
            },
            _ => fine(check),
        });
        desk.pc_tells(PcEvent::Done(Outcome::Diagnosed(told.into())));
        canvas.shot(&mut desk, "doctor-problems");
        let all = Check::ALL.map(fine);
        press(&mut desk, "Run again");
        desk.pc_tells(PcEvent::Began(Deed::Diagnose(OpenHere::default())));
        desk.pc_tells(PcEvent::Done(Outcome::Diagnosed(all.into())));
        canvas.shot(&mut desk, "doctor-fine");
    });
}
