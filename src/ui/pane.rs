//! A tab's inside: a session with everything around its picture.

use std::path::PathBuf;
use std::time::Duration;

use eframe::egui::style::ScrollStyle;
use eframe::egui::{
    Align2, Area, CentralPanel, Color32, CornerRadius, Frame, LayerId, Margin, Order, Panel, Popup,
    Rect, ScrollArea, Stroke, Ui, UiBuilder, pos2, vec2,
};
use time::OffsetDateTime;

use super::action::Action;
use super::connect::Wish;
use super::consent;
use super::header;
use super::kvm::view::{self, Stage};
use super::kvm::{figures, paste, recording, toolbar};
use super::language::t;
use super::login::{self, Answer};
use super::macros::{self, MacroWish};
use super::notice::{self, Remedy};
use super::page::{Around, Page, View};
use super::parts;
use super::player::is_recording;
use super::progress::{self, SILENT_SECS, Wait};
use super::rates::FIGURES_AGE_SECS;
use super::release_key;
use super::session::{Phase, Session};
use super::status;
use super::steps;
use super::tabs::TabId;
use super::theme::{Palette, icon, radius, size, space};
use super::trust::{self, Verdict};
use crate::session::consent::{ConsentCommand, ConsentPhase};
use crate::session::pc::PcCommand;
use crate::session::{Stage as Opening, Target};

/// What a tab asks for.
pub(crate) enum TabWish {
    Connect(Wish),
    Trust(Verdict),
    Login(Answer),
    Consent(ConsentCommand),
    Remedy(Remedy),
    GiveUp,
    /// Another view of the PC.
    Show(Page),
    /// Its end, although an image is lent to the PC; or not.
    Close(bool),
    /// Images that were dropped on it.
    Lend(Vec<PathBuf>),
    /// Something for the task that serves the PC.
    Pc(PcCommand),
    /// Something about the macros of the person.
    Macros(MacroWish),
    /// A file of comma-separated values, named without its extension.
    Export {
        name: String,
        text: String,
    },
    Do(Action),
}

/// What a tab needs to know of the window to draw itself.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) full_screen: bool,
    /// Views that can be shown.
    pub(crate) pages: &'a [Page],
    /// There is a key store for passwords.
    pub(crate) can_remember: bool,
    /// The time of day.
    pub(crate) time: OffsetDateTime,
    pub(crate) largest_side: u32,
    pub(crate) can_save: bool,
    /// Screens can be recorded.
    pub(crate) can_record: bool,
    /// The keyboard of the system can be had, or why not.
    pub(crate) grab: Result<(), &'static str>,
    /// There were notices.
    pub(crate) has_notes: bool,
    /// Seconds of egui's clock.
    pub(crate) now: f64,
    /// Until when full screen says how to leave it.
    pub(crate) hint_until: Option<f64>,
}

/// Draws a session: header, toolbar, stage, status; returns its wishes and where the stage is.
pub(crate) fn session_ui(
    ui: &mut Ui,
    id: TabId,
    session: &mut Session,
    scene: Scene<'_>,
) -> (Vec<TabWish>, Rect) {
    let palette = Palette::of(ui);
    let mut wishes = Vec::new();
    let bar = |ground| {
        let margin = Margin::symmetric(12, 0);
        Frame::new().fill(ground).inner_margin(margin)
    };
    if !scene.full_screen {
        Panel::top(id.part("header"))
            .frame(bar(palette.bg2))
            .exact_size(size::header(ui))
            .show_separator_line(false)
            .show(ui, |ui| {
                status::bar_ui(ui, size::header(ui), |ui| {
                    wishes.extend(header::header_ui(ui, id, session, scene.pages, scene.time));
                });
            });
        Panel::top(id.part("toolbar"))
            .frame(bar(palette.bg2))
            .exact_size(size::toolbar(ui))
            .show_separator_line(false)
            .show(ui, |ui| {
                status::bar_ui(ui, size::toolbar(ui), |ui| {
                    wishes.extend(bar_ui(ui, id, session, scene));
                });
            });
        Panel::bottom(id.part("status"))
            .frame(bar(palette.bg1))
            .exact_size(size::STATUS)
            .show_separator_line(false)
            .show(ui, |ui| {
                session.rates.age(scene.now);
                if session.rates.frames_per_sec > 0.0 {
                    let age = Duration::from_secs_f64(FIGURES_AGE_SECS + 0.1);
                    ui.ctx().request_repaint_after(age);
                }
                let asked =
                    status::bar_ui(ui, size::STATUS, |ui| status::status_ui(ui, session, scene));
                wishes.extend(asked.map(TabWish::Do));
            });
    }
    if scene.full_screen {
        wishes.extend(hidden_toolbar_ui(ui, id, session, scene));
    }
    let stage = CentralPanel::no_frame()
        .show(ui, |ui| {
            wishes.extend(stage_ui(ui, id, session, scene));
            ui.max_rect()
        })
        .inner;
    (wishes, stage)
}

/// Draws with the view in front, which is told of its surroundings; `None` if that is the screen.
fn with_view(
    id: TabId,
    session: &mut Session,
    scene: Scene<'_>,
    draw: impl FnOnce(&mut dyn View, &Around<'_>) -> Vec<TabWish>,
) -> Option<Vec<TabWish>> {
    let (name, covered) = (session.name().to_owned(), session.asks());
    let has_screen = session.is_live();
    let round_trip = session
        .rates
        .round_trip_ms
        .map(|ms| Duration::from_secs_f32(ms.max(0.0) / 1000.0));
    let view = session.views.get_mut(&session.page)?;
    let around = Around {
        tab: id,
        name: &name,
        now: scene.now,
        covered,
        has_screen,
        round_trip,
        pc: session.pc.as_ref(),
    };
    Some(draw(view.as_mut(), &around))
}

/// The bar of the view in front.
fn bar_ui(ui: &mut Ui, id: TabId, session: &mut Session, scene: Scene<'_>) -> Vec<TabWish> {
    let drawn = with_view(id, session, scene, |view, around| {
        view.toolbar_ui(ui, around)
    });
    drawn.unwrap_or_else(|| {
        let actions = toolbar::toolbar_ui(ui, session, scene);
        actions.into_iter().map(TabWish::Do).collect()
    })
}

/// The view in front, and what lies over it.
fn stage_ui(ui: &mut Ui, id: TabId, session: &mut Session, scene: Scene<'_>) -> Vec<TabWish> {
    let mut wishes = if has_both(ui, session) {
        if std::mem::take(&mut session.lets_go) {
            ui.memory_mut(|memory| memory.surrender_focus(id.part("screen")));
        }
        let (left, right) = beside(ui.max_rect());
        let mut screen = ui.new_child(UiBuilder::new().max_rect(left).id_salt("beside"));
        let mut wishes = screen_ui(&mut screen, id, session, scene);
        let mut child = ui.new_child(UiBuilder::new().max_rect(right).id_salt("view"));
        child.shrink_clip_rect(right);
        let drawn = with_view(id, session, scene, |view, around| {
            view.stage_ui(&mut child, around)
        });
        wishes.extend(drawn.into_iter().flatten());
        wishes
    } else {
        let drawn = with_view(id, session, scene, |view, around| view.stage_ui(ui, around));
        drawn.unwrap_or_else(|| screen_ui(ui, id, session, scene))
    };
    wishes.extend(dropped_ui(ui, session, scene));
    // Questions concern the PC, so they show over every view; what became of the screen does not.
    // One at a time: while the user is asked, nothing else is.
    if session.asks_to_close && session.lends() {
        wishes.extend(close_ui(ui, session));
    } else if session.consent.is_some() {
        wishes.extend(ask_consent_ui(ui, id, session, scene));
    } else if session.page == Page::Screen || session.asks() {
        wishes.extend(phase_ui(ui, id, session, scene));
    }
    wishes
}

fn screen_ui(ui: &mut Ui, id: TabId, session: &mut Session, scene: Scene<'_>) -> Vec<TabWish> {
    let stage = Stage {
        id: id.part("screen"),
        largest_side: scene.largest_side,
        covered: session.asks(),
    };
    let actions = view::screen_ui(ui, session, stage);
    paste::progress_ui(ui, id, session);
    figures::figures_ui(ui, id, session);
    if scene.full_screen {
        recording::mark_ui(ui, id, session, scene.now);
    }
    macros::progress_ui(ui, id, session);
    let macros = macros::panel_ui(ui, id, session);
    let actions = actions.into_iter().map(TabWish::Do);
    actions
        .chain(macros.into_iter().map(TabWish::Macros))
        .collect()
}

/// Where there is room, the screen shows beside a view that is to have it.
fn has_both(ui: &Ui, session: &Session) -> bool {
    session.is_beside()
        && session.picture.is_some()
        && session.views.contains_key(&session.page)
        && has_room_for_both(ui.max_rect().width())
}

/// The stage in two: the picture, and at most a sheet's width for the view beside it.
fn beside(stage: Rect) -> (Rect, Rect) {
    let edge = (stage.right() - BESIDE_PT).round();
    let (mut left, mut right) = (stage, stage);
    left.set_right(edge);
    right.set_left(edge);
    (left, right)
}

/// Images that are being dropped, wherever on the tab.
fn dropped_ui(ui: &Ui, session: &Session, scene: Scene<'_>) -> Option<TabWish> {
    if !scene.pages.contains(&Page::Media) || session.asks() {
        return None;
    }
    let (hovers, dropped) = ui.input(|input| {
        let dropped = &input.raw.dropped_files;
        let mut files: Vec<_> = dropped.iter().map(|file| file.path().to_owned()).collect();
        // Those are played, not lent.
        files.retain(|file| !is_recording(file));
        (!input.raw.hovered_files.is_empty(), files)
    });
    if hovers {
        let text = t!("drop-boot", name = session.name());
        let id = ui.unique_id().with("drop");
        parts::floating_above(ui, id, Align2::CENTER_CENTER, |ui| ui.label(text));
    }
    (!dropped.is_empty()).then_some(TabWish::Lend(dropped))
}

/// The toolbar in full screen: there while the keys are ours, or the pointer touches the top edge
/// or the toolbar itself.
fn hidden_toolbar_ui(ui: &Ui, id: TabId, session: &mut Session, scene: Scene<'_>) -> Vec<TabWish> {
    let area_id = id.part("hidden toolbar");
    let pointer = ui.input(|input| input.pointer.hover_pos());
    let layer = LayerId::new(Order::Foreground, area_id);
    let was_there = ui.memory(|memory| {
        let rect = memory.area_rect(area_id);
        rect.filter(|_| memory.areas().visible_last_frame(&layer))
    });
    let touches = pointer.is_some_and(|at| {
        at.y - ui.max_rect().top() <= EDGE_PT || was_there.is_some_and(|rect| rect.contains(at))
    });
    let menu_is_open = Popup::is_any_open(ui.ctx());
    if session.takes_keys() && !touches && !menu_is_open {
        hint_ui(ui, scene);
        return Vec::new();
    }
    let shown = Area::new(area_id)
        .order(Order::Foreground)
        .pivot(Align2::CENTER_TOP)
        .fixed_pos(ui.max_rect().center_top())
        .show(ui.ctx(), |ui| {
            let frame = parts::card(ui).inner_margin(Margin::symmetric(12, 0));
            let width = ui.ctx().content_rect().width().min(size::STRIP) - 24.0;
            let bar = frame.show(ui, |ui| {
                ui.set_width(width);
                status::bar_ui(ui, size::toolbar(ui), |ui| bar_ui(ui, id, session, scene))
            });
            bar.inner
        });
    shown.inner
}

/// Asks before the PC loses a disk that it may be using.
fn close_ui(ui: &mut Ui, session: &Session) -> Option<TabWish> {
    let palette = Palette::of(ui);
    let title = t!("close-lends", name = session.name());
    strip_ui(ui, palette.warn_bg, |ui| {
        parts::strip_title(ui, (icon::WARNING, palette.warn), &title);
        ui.horizontal(|ui| {
            let keep = parts::button(ui, &t!("close-keep"));
            if keep.clicked() {
                return Some(TabWish::Close(false));
            }
            parts::focus_at_first(ui, &keep);
            let ends = parts::danger_button(ui, &t!("close-eject"), true).clicked();
            ends.then_some(TabWish::Close(true))
        })
        .inner
    })
}

/// The strip that gets the consent of the PC's user.
fn ask_consent_ui(
    ui: &mut Ui,
    id: TabId,
    session: &mut Session,
    scene: Scene<'_>,
) -> Option<TabWish> {
    let name = session.name().to_owned();
    let (form, pc) = (session.consent.as_mut()?, session.pc.as_ref()?);
    let palette = Palette::of(ui);
    let phase = pc.consent.as_ref().map(|consent| &consent.phase);
    let ground = match phase {
        Some(ConsentPhase::Given | ConsentPhase::NotNeeded) => palette.ok_bg,
        _ => palette.consent_bg,
    };
    let salt = id.part("consent");
    strip_ui(ui, ground, |ui| {
        consent::consent_ui(ui, salt, &name, form, pc, scene.now)
    })
    .map(TabWish::Consent)
}

/// What lies over the picture in the phases that have no living one.
fn phase_ui(ui: &mut Ui, id: TabId, session: &mut Session, scene: Scene<'_>) -> Option<TabWish> {
    let name = session.name().to_owned();
    let (has_picture, rests) = (session.picture.is_some(), session.is_resting());
    let has_doctor = session.pc.is_some();
    match &mut session.phase {
        Phase::Live(_) => None,
        Phase::Looking { since } => {
            let since = *since;
            wait_ui(ui, session, Opening::Connecting, scene.now - since)
        }
        Phase::AskTrust(form) => {
            let palette = Palette::of(ui);
            let ground = if form.is_alarm() {
                palette.danger_bg
            } else {
                palette.info_bg
            };
            let salt = id.part("trust");
            strip_ui(ui, ground, |ui| trust::trust_ui(ui, salt, &name, form)).map(TabWish::Trust)
        }
        Phase::AskLogin(form) => {
            let refused = form.is_refused();
            let ground = match (refused, Palette::of(ui)) {
                (true, palette) => palette.danger_bg,
                (false, palette) => palette.info_bg,
            };
            let can_remember = scene.can_remember && session.pc.is_some();
            // After a refusal its reason is what counts.
            let probe = session.pc.as_ref().and_then(|pc| pc.probe.as_deref());
            let probe = probe.filter(|_| !refused);
            strip_ui(ui, ground, |ui| {
                login::login_ui(ui, id.part("login"), &name, form, can_remember, probe)
            })
            .map(TabWish::Login)
        }
        Phase::Opening { stage, since, .. } => {
            let (stage, since) = (*stage, *since);
            wait_ui(ui, session, stage, scene.now - since)
        }
        Phase::Interrupted {
            fault,
            again,
            stamp,
            ..
        } => {
            let stamp = Some(stamp.as_str()).filter(|_| has_picture);
            notice::interrupted_ui(ui, fault, *again - scene.now, stamp).map(TabWish::Remedy)
        }
        Phase::Away => {
            let steps = session.pc.as_ref()?.steps.as_ref()?;
            let stop = parts::centred_card(ui, "steps", size::FAULT, |ui| {
                steps::steps_ui(ui, steps, scene.now)
            });
            stop.then_some(TabWish::Pc(PcCommand::Stop))
        }
        Phase::Over { fault, stamp } => {
            let stamp = Some(stamp.as_str()).filter(|_| has_picture);
            match fault {
                Some(fault) => notice::fault_ui(ui, fault, stamp, has_doctor).map(TabWish::Remedy),
                None => notice::closed_ui(ui, &name, stamp, rests).map(TabWish::Remedy),
            }
        }
    }
}

/// What is being waited for, once that takes a while.
fn wait_ui(ui: &mut Ui, session: &Session, stage: Opening, secs: f64) -> Option<TabWish> {
    if secs < SILENT_SECS {
        let rest = Duration::from_secs_f64(SILENT_SECS - secs);
        ui.ctx().request_repaint_after(rest);
        return None;
    }
    let address = session.target().to_string();
    let wait = Wait {
        name: session.name(),
        address: &address,
        user: session.user(),
        is_amt: matches!(session.target(), Target::Amt { .. }),
        stage,
        secs,
        probe: session.pc.as_ref().and_then(|pc| pc.probe.as_deref()),
    };
    progress::progress_ui(ui, wait).then_some(TabWish::GiveUp)
}

/// The one place for questions: over the top edge of the stage, never moving the picture.
fn strip_ui<R>(ui: &mut Ui, ground: Color32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.max_rect().shrink2(vec2(space::M, space::S));
    let width = room.width().min(size::STRIP);
    let left = room.center().x - width / 2.0;
    let rect = Rect::from_min_size(pos2(left.round(), room.top()), vec2(width, room.height()));
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("strip"));
    let line = Palette::of(ui).line;
    let frame = Frame::new()
        .fill(ground)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(Margin::same(12));
    let inside = width - frame.total_margin().sum().x;
    // Where the strip is higher than the stage it has to be seen that it goes on.
    child.spacing_mut().scroll = ScrollStyle::solid();
    ScrollArea::vertical()
        .max_height(rect.height())
        .show(&mut child, |ui| {
            let shown = frame.show(ui, |ui| {
                // Less than the strip's own width where a scroll bar stands beside it.
                ui.set_width(inside.min(ui.available_width()));
                add(ui)
            });
            shown.inner
        })
        .inner
}

/// Says for a moment how to leave full screen.
fn hint_ui(ui: &Ui, scene: Scene<'_>) {
    let Some(rest) = scene
        .hint_until
        .map(|until| until - scene.now)
        .filter(|rest| *rest > 0.0)
    else {
        return;
    };
    ui.ctx()
        .request_repaint_after(Duration::from_secs_f64(rest));
    let id = ui.unique_id().with("hint");
    parts::floating_above(ui, id, Align2::CENTER_TOP, |ui| {
        ui.label(t!("full-screen-hint", release = release_key::name()));
    });
}

/// A stage of this width in points takes a picture and a view beside it.
pub(super) const fn has_room_for_both(width: f32) -> bool {
    width >= BOTH_PT
}

/// Narrowest stage on which a picture and a view beside it are of use.
const BOTH_PT: f32 = 1000.0;
/// Width of the view beside the picture.
const BESIDE_PT: f32 = 600.0;
/// How near to the top edge of the screen the pointer brings the toolbar back.
const EDGE_PT: f32 = 2.0;
