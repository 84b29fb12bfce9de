//! Where to: the page of an empty tab, and of the first start.

use eframe::egui::{Button, Id, Key, RichText, Ui, vec2};
use egui_material_icons::MaterialIcon;

use super::language::t;
use super::parts::{self, Field, SecretText};
use super::said::said;
use super::start::{Opening, Pc, PcSettings};
use super::theme::{self, DARK, Palette, font_size, icon, size, space};
use crate::session::{Target, TargetError};
use crate::store::profile::Book;
use crate::wire::Secret;

/// What stands in the fields.
#[derive(Debug, Default)]
pub(crate) struct ConnectForm {
    address: String,
    user: String,
    password: SecretText,
    /// Why the address was not taken.
    wrong: Option<TargetError>,
    /// The address field has had the focus that a new page gives it.
    focused: bool,
}

/// What the page asks for.
#[derive(Debug)]
pub(crate) enum Wish {
    /// A PC by its address.
    Connect(Box<Opening>),
    /// A saved PC by its name; user and password only if they were typed.
    Saved {
        name: String,
        user: Option<String>,
        password: Option<Secret<String>>,
    },
    /// One of the listed PCs, by its place.
    Listed(usize),
    /// A favourite, or a PC that was reached lately.
    Shortlisted(Shortlisted),
    /// A simulated PC.
    Simulate,
}

/// A PC that is probably wanted again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shortlisted {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) is_favourite: bool,
}

/// What the page can offer beside the fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Offer<'a> {
    /// PCs that are known.
    pub(crate) pcs: &'a [Pc],
    /// Saved PCs, whose names may be typed.
    pub(crate) book: Option<&'a Book>,
    /// Favourites, then PCs that were reached lately.
    pub(crate) shortlist: &'a [Shortlisted],
    /// Passwords can be kept in the key store of the system.
    pub(crate) has_key_store: bool,
    pub(crate) simulator: Simulator,
}

/// Whether a simulated PC can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Simulator {
    /// This build has none.
    Absent,
    /// At a click.
    Offered,
    /// It is being started.
    Starting,
}

impl ConnectForm {
    /// A page with an address to be corrected.
    pub(crate) fn with_address(target: &Target, user: &str) -> Self {
        Self {
            address: target.to_string(),
            user: user.to_owned(),
            ..Self::default()
        }
    }

    /// Puts the cursor into the address field at the next frame.
    pub(crate) const fn focus(&mut self) {
        self.focused = false;
    }

    /// The PC of this address, with whatever else is in the fields.
    pub(crate) fn submit_text(&mut self, text: &str) -> Option<Opening> {
        text.clone_into(&mut self.address);
        self.submit()
    }

    /// The PC that the fields name; remembers what is wrong with them.
    fn submit(&mut self) -> Option<Opening> {
        match self.address.parse::<Target>() {
            Ok(target) => {
                let (user, password) = self.take_login();
                let opening = Opening {
                    name: None,
                    user,
                    password,
                    target,
                    fewer_colours: false,
                    once: None,
                    plain: false,
                    settings: PcSettings::default(),
                };
                Some(opening)
            }
            Err(error) => {
                self.wrong = Some(error);
                None
            }
        }
    }

    /// What the fields mean: a name of the address book, else an address, as with commands.
    fn wish(&mut self, book: Option<&Book>) -> Option<Wish> {
        let Some(pc) = book.and_then(|book| book.find(self.address.trim())) else {
            return self.submit().map(|pc| Wish::Connect(Box::new(pc)));
        };
        let (user, password) = self.take_login();
        Some(Wish::Saved {
            name: pc.name.clone(),
            user,
            password,
        })
    }

    /// User and password, if they were typed; the password stays nowhere else.
    fn take_login(&mut self) -> (Option<String>, Option<Secret<String>>) {
        let user = Some(self.user.trim()).filter(|user| !user.is_empty());
        let password = (!self.password.is_empty()).then(|| self.password.to_secret());
        let login = (user.map(str::to_owned), password);
        self.password.wipe();
        self.wrong = None;
        login
    }
}

/// Draws the page on the stage.
pub(crate) fn connect_ui(
    ui: &mut Ui,
    salt: Id,
    form: &mut ConnectForm,
    offer: Offer<'_>,
) -> Option<Wish> {
    ui.painter().rect_filled(ui.max_rect(), 0.0, DARK.stage);
    parts::centred_card(ui, "connect", size::FIRST_RUN, |ui| {
        let mut wish = None;
        title_ui(ui);
        ui.add_space(space::S);
        if fields_ui(ui, salt, form) {
            wish = form.wish(offer.book);
        }
        if let Some(listed) = pcs_ui(ui, offer.pcs) {
            wish = Some(Wish::Listed(listed));
        }
        for (title, is_favourite) in [(t!("start-favourites"), true), (t!("start-recent"), false)] {
            let mut pcs = offer.shortlist.iter();
            if pcs.clone().any(|pc| pc.is_favourite == is_favourite) {
                heading_ui(ui, &title);
            }
            let glyph = if is_favourite {
                icon::FAVOURITE
            } else {
                icon::JOURNAL
            };
            let chosen = pcs.find(|pc| {
                pc.is_favourite == is_favourite && known_ui(ui, glyph, &pc.name, &pc.address)
            });
            wish = wish.or_else(|| chosen.cloned().map(Wish::Shortlisted));
        }
        ui.add_space(space::S);
        if offer.simulator != Simulator::Absent && simulator_ui(ui, offer.simulator) {
            wish = Some(Wish::Simulate);
        }
        let palette = Palette::of(ui);
        let promise = match offer.has_key_store {
            true => t!("start-promise"),
            false => t!("start-promise-memory"),
        };
        ui.label(
            RichText::new(promise)
                .size(font_size::CAPTION)
                .color(palette.t3),
        );
        wish
    })
}

/// The way to a simulated PC; true when it is taken.
fn simulator_ui(ui: &mut Ui, simulator: Simulator) -> bool {
    ui.horizontal(|ui| {
        ui.set_min_height(size::control(ui));
        if simulator == Simulator::Starting {
            parts::ring(ui, Palette::of(ui).accent);
            ui.label(t!("start-simulating"));
            return false;
        }
        parts::link(ui, &t!("start-simulate")).clicked()
    })
    .inner
}

fn title_ui(ui: &mut Ui) {
    let palette = Palette::of(ui);
    let title = RichText::new(t!("start-title"))
        .font(theme::strong(font_size::TITLE))
        .color(palette.t1);
    ui.label(title);
}

/// The fields; true when they are to be submitted.
fn fields_ui(ui: &mut Ui, salt: Id, form: &mut ConnectForm) -> bool {
    let palette = Palette::of(ui);
    let width = ui.available_width();
    let half = (width - space::S) / 2.0;
    let address = Field {
        name: &t!("start-address"),
        hint: &t!("start-address-hint"),
        width: width - 88.0 - space::S,
        wrong: form.wrong.is_some(),
        id: salt.with("address"),
    };
    let user = Field {
        name: &t!("start-user"),
        hint: "admin",
        width: half,
        wrong: false,
        id: salt.with("user"),
    };
    let password = Field {
        name: &t!("start-password"),
        hint: &t!("start-password-hint"),
        ..user
    };
    let password = Field {
        id: salt.with("password"),
        ..password
    };

    let mut submit = false;
    let mut fields = Vec::new();
    ui.horizontal_top(|ui| {
        let before = form.address.clone();
        fields.push(address.show(ui, &mut form.address));
        if form.address != before {
            form.wrong = None;
        }
        submit |= parts::beside_fields(ui, |ui| {
            parts::primary_button(ui, &t!("start-connect"), true).clicked()
        });
    });
    if let Some(wrong) = &form.wrong {
        let text = RichText::new(said(&upper_first(&wrong.to_string()))).color(palette.danger);
        parts::state_line(ui, icon::FAILED, palette.danger, text);
    }
    ui.horizontal_top(|ui| {
        fields.push(user.show(ui, &mut form.user));
        fields.push(password.show_secret(ui, &mut form.password));
    });
    if !form.focused {
        form.focused = true;
        let chars = form.address.chars().count();
        parts::focus_and_select(ui, address.id, chars);
    }
    let entered = ui.input(|input| input.key_pressed(Key::Enter));
    submit
        | (entered
            && fields
                .iter()
                .any(|field| field.lost_focus() || field.has_focus()))
}

/// PCs that are known, one row each; the place of the clicked one.
fn pcs_ui(ui: &mut Ui, pcs: &[Pc]) -> Option<usize> {
    if pcs.is_empty() {
        return None;
    }
    heading_ui(ui, &t!("start-pcs"));
    let mut clicked = None;
    for (place, pc) in pcs.iter().enumerate() {
        let (name, address) = (pc.shown_name(), pc.target.to_string());
        if known_ui(ui, icon::SCREEN, &name, &address) {
            clicked = Some(place);
        }
    }
    clicked
}

/// The heading of some PCs.
fn heading_ui(ui: &mut Ui, title: &str) {
    ui.add_space(space::S);
    let title = RichText::new(title).size(font_size::CAPTION);
    ui.label(title.color(Palette::of(ui).t3));
}

/// A PC that is known; true when it is clicked.
fn known_ui(ui: &mut Ui, glyph: MaterialIcon, name: &str, address: &str) -> bool {
    let glyph = theme::glyph(glyph);
    let mut button = Button::new((glyph, RichText::new(name)))
        .frame_when_inactive(false)
        .truncate()
        .min_size(vec2(ui.available_width(), size::row(ui)));
    if address != name {
        button = button.right_text(RichText::new(address).color(Palette::of(ui).t3));
    }
    ui.add(button).accessible_name(name).clicked()
}

/// A fragment as the beginning of a sentence.
pub(crate) fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
