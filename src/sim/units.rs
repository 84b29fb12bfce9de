//! Times and rates as a user writes them: `20ms`, `10mbit`.

use std::time::Duration;

/// A text that is no time or no rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// Not a time.
    #[error("{0} is no time: use for example 20ms, 1.5s or 300us")]
    Duration(String),
    /// Not a rate.
    #[error("{0} is no rate: use for example 10mbit, 256kbit or 1gbit")]
    Rate(String),
}

/// Reads a time: a number and `us`, `ms` or `s`; at most an hour.
///
/// # Errors
/// [`UnitError::Duration`].
pub fn parse_duration(text: &str) -> Result<Duration, UnitError> {
    let units = [("us", 1e-6), ("ms", 1e-3), ("s", 1.0)];
    let secs = number_with_unit(text, &units).filter(|secs| *secs <= 3600.0);
    let time = secs.and_then(|secs| Duration::try_from_secs_f64(secs).ok());
    time.ok_or_else(|| UnitError::Duration(text.to_owned()))
}

/// Reads a rate in bits per second, `kbit`, `mbit` or `gbit` (powers of 1000), and gives bytes
/// per second; at least 1 kbit/s, at most 100 Gbit/s.
///
/// # Errors
/// [`UnitError::Rate`].
pub fn parse_rate(text: &str) -> Result<u64, UnitError> {
    let units = [("kbit", 1e3), ("mbit", 1e6), ("gbit", 1e9)];
    let bits = number_with_unit(text, &units).filter(|bits| (1e3..=1e11).contains(bits));
    // Through a time, because there is no lossless way from a float to an integer.
    let bytes = bits.and_then(|bits| Duration::try_from_secs_f64(bits / 8.0).ok());
    bytes
        .map(|bytes| bytes.as_secs())
        .ok_or_else(|| UnitError::Rate(text.to_owned()))
}

fn number_with_unit(text: &str, units: &[(&str, f64)]) -> Option<f64> {
    let (unit, scale) = units.iter().find(|(unit, _)| text.ends_with(unit))?;
    let number: f64 = text.strip_suffix(unit)?.trim().parse().ok()?;
    (number.is_finite() && number >= 0.0).then_some(number * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_rates_are_read_in_their_units() {
        assert_eq!(parse_duration("20ms"), Ok(Duration::from_millis(20)));
        assert_eq!(parse_duration("1.5s"), Ok(Duration::from_millis(1500)));
        assert_eq!(parse_duration("0us"), Ok(Duration::ZERO));
        assert_eq!(parse_rate("10mbit"), Ok(1_250_000));
        assert_eq!(parse_rate("256kbit"), Ok(32_000));
    }

    #[test]
    fn what_has_no_unit_or_no_sense_is_refused() {
        for text in ["", "20", "ms", "-1s", "NaNs", "infs", "9999999s"] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
        for text in ["", "10", "mbit", "-1mbit", "0mbit", "1e99gbit"] {
            assert!(parse_rate(text).is_err(), "{text}");
        }
    }
}
