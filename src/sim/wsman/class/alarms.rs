//! Alarms that switch the PC on.
//!
//! Source: `docs/protocol/wsman.md` § 6.8.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Call, Class, Method, View};
use crate::proto::wsman::envelope::Selector;
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::{Instance, Reference};
use crate::proto::wsman::namespace as ns;
use crate::sim::firmware::alarms::{Alarm, AlarmRefusal};
use crate::sim::firmware::users::Realms;
use crate::sim::wsman::object::Object;
use crate::sim::wsman::refusal;

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[
    Class::new(SERVICE, READ, service)
        .known_if(|firmware| firmware.features().has_screen_classes())
        .with_methods(&[Method::new("AddAlarm", Realms::REMOTE_CONTROL, add)]),
    Class::new(OCCURRENCE, READ, occurrences)
        .known_if(|firmware| firmware.features().has_screen_classes())
        .with_delete(|call, object| {
            let id = object.value("InstanceID").unwrap_or_default();
            call.firmware.alarms.remove(id);
            Ok(())
        }),
];

const READ: Realms = Realms::REMOTE_CONTROL.or(Realms::GENERAL_INFO);
const SERVICE: &str = "AMT_AlarmClockService";
const OCCURRENCE: &str = "IPS_AlarmClockOccurrence";

fn service(_: &View<'_>) -> Vec<Object> {
    let name = "Intel(r) AMT Alarm Clock Service";
    let service = Object::of_the_pc(SERVICE)
        .text("ElementName", name)
        .text("Name", name);
    vec![service]
}

fn occurrences(view: &View<'_>) -> Vec<Object> {
    let object = |alarm: &Alarm| {
        Object::new(OCCURRENCE)
            .flag("DeleteOnCompletion", alarm.delete_on_completion)
            .text("ElementName", &alarm.id)
            .text("InstanceID", &alarm.id)
            .interval("Interval", &interval_text(alarm.interval_minutes))
            .date("StartTime", alarm.at_utc_secs)
    };
    view.firmware.alarms.all().iter().map(object).collect()
}

fn add(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let template = input
        .as_element()
        .children
        .iter()
        .find(|child| child.name == "AlarmTemplate")
        .ok_or_else(refusal::missing)?;
    let template = Instance::from_element(template.clone());
    let id = template.label("InstanceID").ok_or_else(refusal::missing)?;
    let start = template
        .as_element()
        .child(&ns::resource_uri(OCCURRENCE), "StartTime")
        .and_then(|start| start.child_text(ns::CIM_COMMON, "Datetime"))
        .ok_or_else(refusal::missing)?;
    let interval = template
        .as_element()
        .child(&ns::resource_uri(OCCURRENCE), "Interval")
        .and_then(|interval| interval.child_text(ns::CIM_COMMON, "Interval"));
    let interval_minutes = match interval.map(str::trim) {
        None | Some("0" | "") => 0,
        Some(text) => minutes_from_interval(text).ok_or_else(refusal::invalid)?,
    };
    let alarm = Alarm {
        id: id.clone(),
        at_utc_secs: start_time(start.trim()).ok_or_else(refusal::invalid)?,
        interval_minutes,
        delete_on_completion: super::optional(&template, "DeleteOnCompletion")?.unwrap_or(true),
    };
    let now_utc_secs = call.firmware.utc_secs(call.now);
    match call.firmware.alarms.add(alarm, now_utc_secs) {
        Ok(()) => {
            let key = Selector::text("InstanceID", id);
            let reference = Reference::new(OCCURRENCE, vec![key]);
            Ok(Object::output(SERVICE, "AddAlarm")
                .reference("AlarmClock", &reference)
                .number("ReturnValue", 0))
        }
        Err(AlarmRefusal::TooMany) => Err(refusal::quota()),
        Err(AlarmRefusal::Invalid) => Err(refusal::invalid()),
    }
}

/// UTC with `Z`, seconds 00.
fn start_time(text: &str) -> Option<u32> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    let sound = text.ends_with('Z') && time.second() == 0;
    u32::try_from(time.unix_timestamp()).ok().filter(|_| sound)
}

/// `P<d>DT<h>H<m>M`, hours below 24 and minutes below 60.
fn minutes_from_interval(text: &str) -> Option<u32> {
    let (days, rest) = text.strip_prefix('P')?.split_once("DT")?;
    let (hours, rest) = rest.split_once('H')?;
    let minutes = rest.strip_suffix('M')?;
    let days: u32 = days.parse().ok()?;
    let hours: u32 = hours.parse().ok().filter(|h| *h < 24)?;
    let minutes: u32 = minutes.parse().ok().filter(|m| *m < 60)?;
    days.checked_mul(24 * 60)?.checked_add(hours * 60 + minutes)
}

fn interval_text(minutes: u32) -> String {
    let (hours, minutes) = (minutes / 60, minutes % 60);
    format!("P{}DT{}H{minutes}M", hours / 24, hours % 24)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_and_times_are_read_as_strictly_as_firmware_does() {
        assert_eq!(minutes_from_interval("P1DT2H3M"), Some(1563));
        assert_eq!(minutes_from_interval("P0DT0H0M"), Some(0));
        assert_eq!(interval_text(1563), "P1DT2H3M");
        for bad in ["P1D", "P1DT24H0M", "P1DT0H60M", "PT1H", "P-1DT0H0M", "x"] {
            assert_eq!(minutes_from_interval(bad), None, "{bad}");
        }
        assert_eq!(start_time("2031-05-04T02:30:00Z"), Some(1_935_628_200));
        for bad in ["2031-05-04T02:30:01Z", "2031-05-04T02:30:00+01:00", "soon"] {
            assert_eq!(start_time(bad), None, "{bad}");
        }
    }
}
