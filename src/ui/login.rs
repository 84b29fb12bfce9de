//! The strip that asks for user name and password.

use eframe::egui::{Id, Key, RichText, Ui};

use super::findings::findings_ui;
use super::language::t;
use super::parts::{self, Field, SecretText};
use super::theme::{self, Palette, font_size, icon, space};
use crate::session::Fault;
use crate::session::flow::probe::Probe;
use crate::ui::said::Told as _;
use crate::wire::Secret;

/// Who logs in.
#[derive(Debug)]
pub(crate) struct LoginForm {
    user: String,
    password: SecretText,
    /// Keep the password once the PC has accepted it.
    remember: bool,
    /// Why it is asked again, and how often that was.
    refused: Option<(Fault, u32)>,
    /// Why the key store did not help.
    store: Option<Fault>,
    focused: bool,
}

/// What was entered.
#[derive(Debug)]
pub(crate) struct Login {
    pub(crate) user: String,
    pub(crate) password: Secret<String>,
    /// Keep the password once the PC has accepted it.
    pub(crate) remember: bool,
}

/// What came of the strip.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Log in as this.
    LogIn(Login),
    /// Do not.
    Cancel,
}

impl LoginForm {
    /// Asks for the first time.
    pub(crate) fn new(user: &str) -> Self {
        Self {
            user: user.to_owned(),
            password: SecretText::default(),
            remember: false,
            refused: None,
            store: None,
            focused: false,
        }
    }

    /// Asks because the key store does not know; `fault` if it does not work.
    pub(crate) fn without_store(user: &str, fault: Option<Fault>) -> Self {
        Self {
            store: fault,
            ..Self::new(user)
        }
    }

    /// Asks again, because the PC has refused `tries` times.
    pub(crate) fn again(user: &str, fault: Fault, tries: u32) -> Self {
        Self {
            refused: Some((fault, tries)),
            ..Self::new(user)
        }
    }

    /// The PC has said no before.
    pub(crate) const fn is_refused(&self) -> bool {
        self.refused.is_some()
    }
}

/// Draws the strip's content.
///
/// * `can_remember`: there is a key store to keep the password in.
/// * `probe`: what answers at the address, where that is known.
pub(crate) fn login_ui(
    ui: &mut Ui,
    salt: Id,
    name: &str,
    form: &mut LoginForm,
    can_remember: bool,
    probe: Option<&Probe>,
) -> Option<Answer> {
    let palette = Palette::of(ui);
    let mut answer = None;
    title_ui(ui, name, form);
    ui.add_space(space::XS);

    let buttons = 88.0 + 72.0 + 2.0 * space::S;
    let width = (ui.available_width() - buttons - space::S) / 2.0;
    let user = Field {
        name: &t!("start-user"),
        hint: "",
        width,
        wrong: form.refused.is_some(),
        id: salt.with("user"),
    };
    let password = Field {
        name: &t!("start-password"),
        id: salt.with("password"),
        ..user
    };
    ui.horizontal_top(|ui| {
        let fields = [
            user.show(ui, &mut form.user),
            password.show_secret(ui, &mut form.password),
        ];
        let complete = !form.user.trim().is_empty() && !form.password.is_empty();
        let clicked = parts::beside_fields(ui, |ui| {
            let log_in = parts::primary_button(ui, &t!("login-do"), complete).clicked();
            if parts::button(ui, &t!("cancel")).clicked() {
                answer = Some(Answer::Cancel);
            }
            log_in
        });
        let entered = ui.input(|input| input.key_pressed(Key::Enter))
            && fields.iter().any(|f| f.lost_focus() || f.has_focus());
        if complete && (clicked || entered) {
            answer = Some(Answer::LogIn(Login {
                user: form.user.trim().to_owned(),
                password: form.password.to_secret(),
                remember: form.remember && can_remember,
            }));
        }
    });
    if can_remember {
        ui.checkbox(&mut form.remember, t!("login-remember"));
    }
    if let Some(fault) = &form.store {
        let text = format!("{}. {}", fault.told_title(), fault.told_remedy());
        ui.label(RichText::new(text).color(palette.t2));
    }
    if let Some((fault, tries)) = &form.refused {
        let tried = t!("login-tries", count = *tries);
        let text = format!("{}. {} {tried}.", fault.told_cause(), fault.told_remedy());
        ui.label(RichText::new(text).color(palette.t2));
    }
    if let Some(probe) = probe {
        findings_ui(ui, probe);
    }
    if !form.focused {
        form.focused = true;
        let field = if form.user.is_empty() {
            &user
        } else {
            &password
        };
        parts::focus_and_select(ui, field.id, form.password.chars());
    }
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        answer = Some(Answer::Cancel);
    }
    answer
}

fn title_ui(ui: &mut Ui, name: &str, form: &LoginForm) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        let (title, glyph, color) = match &form.refused {
            Some((fault, _)) => (fault.told_title(), icon::FAILED, palette.danger),
            None => (
                t!("login-title", name = name),
                icon::TRUSTED,
                palette.accent,
            ),
        };
        ui.label(theme::glyph(glyph).color(color));
        let title = RichText::new(title)
            .font(theme::strong(font_size::BODY))
            .color(palette.t1);
        ui.label(title);
    });
}
