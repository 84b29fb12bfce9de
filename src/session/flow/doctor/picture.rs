//! Does a picture come? The screen is opened for a moment, in full colour and if need be in fewer.

use std::time::Duration;

use tokio::time::timeout;

use super::{Check, Finding, Ledger};
use crate::session::access::Access;
use crate::session::control::Credentials;
use crate::session::fault::Fault;
use crate::session::{Event, OpenOptions, PictureMode, PixelChoice, Stage, open};

/// Opens the screen where nothing stands in its way.
pub(super) async fn look(access: &Access, login: Credentials, ledger: &mut Ledger<'_>) {
    // A screen that needs consent would put a code on the user's display.
    for needed in [
        Check::Power,
        Check::Redirection,
        Check::Screen,
        Check::Consent,
        Check::ScreenFree,
    ] {
        if !ledger.is_fine(needed) {
            ledger.skip(Check::Picture, needed);
            return;
        }
    }
    let finding = match try_with(access, &login, PixelChoice::Rgb565).await {
        Ok((width, height)) => Finding::fine(format!("{width} × {height}")),
        Err(Fault::NoPicture { .. }) => {
            match try_with(access, &login, PixelChoice::Rgb332).await {
                // Half the bytes came through: its size was the reason.
                Ok((width, height)) => Finding::problem(Fault::TooLarge { width, height }),
                Err(Fault::NoPicture { .. }) => Finding::problem(Fault::NoPicture {
                    tried_fewer_colours: true,
                }),
                Err(fault) => Finding::problem(fault),
            }
        }
        Err(fault) => Finding::problem(fault),
    };
    ledger.note(Check::Picture, finding);
}

/// Opens the screen, waits for one picture, closes. Gives its size.
async fn try_with(
    access: &Access,
    login: &Credentials,
    pixel: PixelChoice,
) -> Result<(u16, u16), Fault> {
    let options = OpenOptions {
        picture: PictureMode {
            pixel,
            ..PictureMode::default()
        },
        ..OpenOptions::new(access.clone(), login.clone())
    };
    let limit = LONGEST + access.patience().connect;
    let runtime = tokio::runtime::Handle::current();
    let mut handle = open(&runtime, options, || {});
    let mut size = (0, 0);
    let watching = async {
        loop {
            match handle.next_event().await {
                Some(Event::Screen { width, height, .. }) => size = (width, height),
                Some(Event::Stage(Stage::Live)) => return Ok(size),
                Some(Event::Closed(Some(fault))) => return Err(fault),
                Some(Event::Closed(None)) | None => {
                    return Err(Fault::NoPicture {
                        tried_fewer_colours: pixel != PixelChoice::Rgb565,
                    });
                }
                Some(_) => {}
            }
        }
    };
    let result = timeout(limit, watching).await;
    // Closed in order before another one is tried: the firmware has room for one.
    drop(handle);
    tokio::time::sleep(SETTLES).await;
    result.unwrap_or(Err(Fault::NoAnswer {
        address: access.target().host().to_owned(),
        after: limit,
    }))
}

/// Handshake and first picture; each step of the session has a shorter limit of its own.
const LONGEST: Duration = Duration::from_secs(60);

/// Until the firmware has noticed the end of a session.
const SETTLES: Duration = Duration::from_millis(300);
