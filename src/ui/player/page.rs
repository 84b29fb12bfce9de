//! A recording in its tab: the picture, what steers it, and what is said about the file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::containers::menu::MenuButton;
use eframe::egui::{
    Align, Align2, Button, CentralPanel, CursorIcon, EventFilter, Frame, Key, Label, Layout,
    Margin, Panel, Popup, ProgressBar, Rect, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    vec2,
};

use super::deeds::PlayerWish;
use super::export::{Exporting, Part};
use super::words;
use crate::gpu::{PictureCallback, PictureId, Sampling, Shown};
use crate::screen::View;
use crate::session::Fault;
use crate::session::recording::{Contents, PlayCommand, PlayEvent, Playback};
use crate::ui::files::{Choose, Chosen, FileQuestion, Pending};
use crate::ui::language::{t, w};
use crate::ui::parts::{self, Field, menu_config, menu_row};
use crate::ui::recordings::EXTENSION;
use crate::ui::said::Told as _;
use crate::ui::start::Wake;
use crate::ui::status;
use crate::ui::tabs::TabId;
use crate::ui::theme::{self, DARK, DEAD_PICTURE, Palette, font_size, icon, size, space};

/// The page of a tab.
#[derive(Debug, Default)]
pub(crate) struct PlayerPage {
    /// The path in the field of the empty page.
    field: String,
    dialog: Option<Pending<()>>,
    /// This system has no dialog for files.
    has_no_dialog: bool,
    open: Option<Open>,
    /// Something of it is being written to a file.
    pub(super) exporting: Option<Arc<Exporting>>,
    /// Textures to be freed.
    forgotten: Vec<PictureId>,
}

/// A recording that is open, or being checked.
#[derive(Debug)]
struct Open {
    path: PathBuf,
    id: PictureId,
    playback: Playback,
    /// Bytes checked, of how many.
    checked: (u64, u64),
    contents: Option<Arc<Contents>>,
    at: Duration,
    is_playing: bool,
    /// Percent.
    speed: u32,
    skips_still: bool,
    fault: Option<Fault>,
    /// The picture has had the focus that it gets at first.
    took_focus: bool,
}

/// What the page needs to know of the window.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around {
    pub(crate) id: TabId,
    /// The system may have a dialog for files.
    pub(crate) can_choose: bool,
    /// Pictures have a folder to be saved to.
    pub(crate) can_export: bool,
    /// Longest side of a picture that the GPU takes.
    pub(crate) largest_side: u32,
}

impl PlayerPage {
    /// Opens a recording in place of what is open.
    pub(crate) fn open(&mut self, path: &Path, wake: &Wake) {
        static NEXT: AtomicU64 = AtomicU64::new(FIRST_ID);
        self.close();
        let wake = Arc::clone(wake);
        self.open = Some(Open {
            path: path.to_owned(),
            id: PictureId(NEXT.fetch_add(1, Ordering::Relaxed)),
            playback: Playback::open(path, move || wake()),
            checked: (0, 0),
            contents: None,
            at: Duration::ZERO,
            is_playing: false,
            speed: 100,
            skips_still: false,
            fault: None,
            took_focus: false,
        });
    }

    /// Back to the empty page.
    pub(super) fn close(&mut self) {
        self.forgotten.extend(self.open.take().map(|open| open.id));
    }

    /// Textures that are needed no more.
    pub(crate) fn take_forgotten(&mut self) -> Vec<PictureId> {
        std::mem::take(&mut self.forgotten)
    }

    /// The tab is closed: everything of it is needed no more.
    pub(crate) fn into_forgotten(mut self) -> Vec<PictureId> {
        self.close();
        self.forgotten
    }

    /// The day of the recording, for the title of the tab.
    pub(crate) fn day(&self) -> Option<String> {
        words::day(self.open.as_ref()?.contents.as_ref()?)
    }

    /// The file that is open.
    pub(super) fn path(&self) -> Option<&Path> {
        self.open.as_ref().map(|open| open.path.as_path())
    }

    pub(super) fn contents(&self) -> Option<Arc<Contents>> {
        self.open.as_ref()?.contents.clone()
    }

    pub(super) fn at(&self) -> Duration {
        self.open.as_ref().map_or(Duration::ZERO, |open| open.at)
    }

    pub(super) fn duration(&self) -> Duration {
        self.contents().map_or(Duration::ZERO, |c| c.duration)
    }

    pub(super) fn is_playing(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.is_playing)
    }

    pub(super) fn speed(&self) -> u32 {
        self.open.as_ref().map_or(100, |open| open.speed)
    }

    pub(super) fn skips_still(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.skips_still)
    }

    pub(super) fn send(&self, command: PlayCommand) {
        if let Some(open) = &self.open {
            open.playback.send(command);
        }
    }

    pub(super) fn toggle(&mut self) {
        self.send(match self.is_playing() {
            true => PlayCommand::Pause,
            false => PlayCommand::Play,
        });
    }

    pub(super) fn seek(&mut self, to: Duration) {
        let to = to.min(self.duration());
        if let Some(open) = &mut self.open {
            // Seen at once; the picture follows.
            open.at = to;
            open.fault = None;
            open.playback.send(PlayCommand::Seek(to));
        }
    }

    pub(super) fn set_speed(&mut self, speed: Option<u32>) {
        if let (Some(open), Some(speed)) = (&mut self.open, speed) {
            open.speed = speed;
            open.playback.send(PlayCommand::Speed(speed));
        }
    }

    pub(super) fn set_skips_still(&mut self, skips: bool) {
        if let Some(open) = &mut self.open {
            open.skips_still = skips;
            open.playback.send(PlayCommand::SkipStill(skips));
        }
    }

    /// Opens the dialog of the system, unless one is open.
    pub(super) fn choose(&mut self, choose: &Choose, wake: &Wake, now: f64) {
        if self.dialog.is_none() {
            let question = FileQuestion {
                title: w!("player-play-a-recording").to_owned(),
                save_as: None,
                kind: (w!("player-recordings-of-screens"), &[EXTENSION]),
            };
            self.dialog = Some(Pending::open(choose, question, (), now, wake));
        }
    }

    /// Takes what the playback and the dialog have to say; `now` in seconds of egui's clock.
    pub(crate) fn hear(&mut self, wake: &Wake, now: f64) {
        if let Some(((), chosen)) = self.dialog.as_ref().and_then(|dialog| dialog.poll(now)) {
            self.dialog = None;
            match chosen {
                Chosen::File(path) => self.open(&path, wake),
                Chosen::Nothing => {}
                Chosen::NoDialog => self.has_no_dialog = true,
            }
        }
        let Some(open) = &mut self.open else { return };
        while let Some(event) = open.playback.poll_event() {
            match event {
                PlayEvent::Checking { done, total } => open.checked = (done, total),
                PlayEvent::Opened(contents) => open.contents = Some(Arc::from(contents)),
                PlayEvent::At { at, is_playing } => {
                    (open.at, open.is_playing) = (at, is_playing);
                }
                PlayEvent::Failed(fault) => {
                    open.is_playing = false;
                    open.fault = Some(fault);
                }
            }
        }
    }

    /// Draws the page; returns what it wants, and where the stage is.
    pub(crate) fn ui(&mut self, ui: &mut Ui, around: Around) -> (Option<PlayerWish>, Rect) {
        let mut wish = None;
        let (stage_id, track_id) = (around.id.part("player"), around.id.part("track"));
        let is_open = self.contents().is_some();
        let palette = Palette::of(ui);
        let bar = |ground| {
            Frame::new()
                .fill(ground)
                .inner_margin(Margin::symmetric(12, 0))
        };
        if is_open {
            self.keys(ui, stage_id, track_id);
            Panel::top(around.id.part("player head"))
                .frame(bar(palette.bg2))
                .exact_size(size::header(ui))
                .show_separator_line(false)
                .show(ui, |ui| {
                    status::bar_ui(ui, size::header(ui), |ui| wish = self.head_ui(ui, around));
                });
            Panel::bottom(around.id.part("player bar"))
                .frame(bar(palette.bg2))
                .exact_size(BAR_PT)
                .show_separator_line(false)
                .show(ui, |ui| {
                    status::bar_ui(ui, BAR_PT, |ui| self.steer_ui(ui, track_id));
                });
        }
        let stage = CentralPanel::no_frame().show(ui, |ui| {
            let stage = ui.max_rect();
            ui.painter().rect_filled(stage, 0.0, DARK.stage);
            match is_open {
                true => self.picture_ui(ui, around),
                false => wish = wish.take().or(self.empty_ui(ui, around)),
            }
            stage
        });
        (wish, stage.inner)
    }

    /// Which recording, whether it is all there, and what can be made of it.
    fn head_ui(&mut self, ui: &mut Ui, around: Around) -> Option<PlayerWish> {
        let contents = self.contents()?;
        let palette = Palette::of(ui);
        let mut wish = None;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if parts::button(ui, w!("player-other-recording")).clicked() {
                self.close();
            }
            if around.can_export {
                wish = self.export_ui(ui);
            }
            let (word, glyph, color) = words::state(contents.condition, palette);
            let text = RichText::new(word).color(color);
            let chip =
                Button::new((theme::glyph(glyph).color(color), text)).frame_when_inactive(false);
            let chip = ui
                .add(chip)
                .accessible_name(t!("player-state", word = word.to_string()));
            // Menus fill their lines, which tears a seal apart.
            let card = Popup::menu(&chip).layout(Layout::top_down(Align::Min));
            card.width(CARD_PT).show(|ui| {
                parts::padded(ui, |ui| {
                    ui.set_width(CARD_PT);
                    ui.spacing_mut().item_spacing.y = space::S;
                    ui.label(RichText::new(words::explained(&contents)).color(palette.t2));
                    let seal = contents.seal.to_string();
                    let text = RichText::new(&seal).font(theme::mono(font_size::CAPTION));
                    ui.add(Label::new(text.color(palette.t3)).wrap());
                    if parts::button(ui, w!("player-copy-seal")).clicked() {
                        ui.copy_text(seal);
                    }
                });
            });
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.label(theme::glyph(icon::FILM).color(palette.rec));
                let name = RichText::new(&contents.about).font(theme::strong(font_size::HEADING));
                ui.add(Label::new(name.color(palette.t1)).truncate());
                let moment = words::moment(&contents).unwrap_or_default();
                let moment = Label::new(RichText::new(moment).color(palette.t3)).truncate();
                if ui.available_width() > MOMENT_PT {
                    ui.add(moment);
                }
            });
        });
        wish
    }

    fn export_ui(&self, ui: &mut Ui) -> Option<PlayerWish> {
        let mut part = None;
        let at = self.at();
        if let Some(exporting) = &self.exporting {
            ui.ctx().request_repaint_after(PROGRESS_EVERY);
            let percent = (exporting.done() * 100.0).floor();
            let text = t!("player-exporting", percent = f64::from(percent));
            let stop = parts::button(ui, &text).on_hover_text(w!("player-export-stop"));
            if stop.clicked() {
                exporting.stop();
            }
            return None;
        }
        let face = Button::new(w!("player-export")).min_size(vec2(72.0, size::primary(ui)));
        MenuButton::from_button(face)
            .config(menu_config())
            .ui(ui, |ui| {
                if menu_row(ui, w!("player-still-of-this-moment"), "PNG", false).clicked() {
                    part = Some(Part::Still(at));
                }
                let whole = Part::Animation {
                    from: Duration::ZERO,
                    to: None,
                };
                if menu_row(ui, w!("player-animation-of-all"), "PNG", false).clicked() {
                    part = Some(whole);
                }
                let next = Part::Animation {
                    from: at,
                    to: Some(at + NEXT_PART),
                };
                if menu_row(ui, w!("player-animation-of-the-next"), "PNG", false).clicked() {
                    part = Some(next);
                }
            });
        part.map(PlayerWish::Export)
    }

    /// The picture; nothing goes to any PC from here, and the pointer says so.
    fn picture_ui(&mut self, ui: &mut Ui, around: Around) {
        let area = ui.max_rect();
        let id = around.id.part("player");
        let response = ui.interact(area, id, Sense::click());
        let Some(open) = &mut self.open else { return };
        let size = open.playback.picture.look(|picture| {
            let picture = &picture.framebuffer;
            [picture.width(), picture.height()]
        });
        let text = match size {
            Some([width, height]) => t!(
                "player-recorded-picture-by",
                width = width.to_string(),
                height = height.to_string()
            ),
            None => w!("player-recorded-picture-none-yet").to_owned(),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &text));
        if !std::mem::replace(&mut open.took_focus, true) || response.clicked() {
            response.request_focus();
        }
        if response.has_focus() {
            let filter = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        }
        if response.hovered() {
            ui.set_cursor_icon(CursorIcon::NotAllowed);
        }
        let contents = open.contents.as_deref();
        let is_lost = contents.is_some_and(|contents| contents.is_lost(open.at));
        let fits = |size: [u16; 2]| {
            size.iter()
                .all(|side| u32::from(*side) <= around.largest_side)
        };
        if size.is_some_and(fits) {
            ui.painter().add(PictureCallback::shape(
                open.id,
                Arc::clone(&open.playback.picture),
                area.shrink(BORDER_PT),
                ui.pixels_per_point(),
                Shown {
                    view: View::default(),
                    sampling: Sampling::Automatic,
                    brightness: if is_lost { DEAD_PICTURE } else { 1.0 },
                },
            ));
        }
        let border = Stroke::new(BORDER_PT, Palette::of(ui).rec);
        let painter = ui.painter();
        painter.rect_stroke(area, 0.0, border, StrokeKind::Inside);
        let said = match (&open.fault, size) {
            (Some(fault), _) => Some(format!("{}. {}", fault.told_title(), fault.told_cause())),
            (None, Some(size)) if !fits(size) => Some(w!("player-the-picture-is-too").to_owned()),
            _ if is_lost => Some(w!("player-the-connection-was-lost").into()),
            (None, None) => Some(w!("player-there-is-no-picture").to_owned()),
            _ => None,
        };
        if let Some(said) = said {
            parts::floating(ui, id.with("said"), Align2::CENTER_TOP, |ui| ui.label(said));
        }
    }

    /// Before a recording is open: which one, or how far it is checked, or why it cannot be played.
    fn empty_ui(&mut self, ui: &mut Ui, around: Around) -> Option<PlayerWish> {
        let mut wish = None;
        parts::centred_card(ui, "player", size::FIRST_RUN, |ui| {
            let palette = Palette::of(ui);
            ui.spacing_mut().item_spacing.y = space::S;
            let title = RichText::new(w!("player-play-a-recording"))
                .font(theme::strong(font_size::HEADING));
            ui.label(title.color(palette.t1));
            match &self.open {
                Some(open) if open.fault.is_none() => {
                    let (done, total) = open.checked;
                    let name = open.path.display();
                    ui.add(Label::new(t!("player-checking", name = name.to_string())).truncate());
                    #[expect(clippy::cast_precision_loss, reason = "for a bar")]
                    let part = done as f32 / total.max(1) as f32;
                    let bar = ProgressBar::new(part)
                        .desired_height(6.0)
                        .fill(palette.accent_fill);
                    ui.add(bar).accessible_name(w!("player-checked-so-far"));
                    if parts::button(ui, w!("kvm-cancel")).clicked() {
                        self.close();
                    }
                    return;
                }
                Some(open) => {
                    if let Some(fault) = &open.fault {
                        let text = format!("{}. {}", fault.told_title(), fault.told_cause());
                        let text = RichText::new(text).color(palette.danger);
                        parts::state_line(ui, icon::FAILED, palette.danger, text);
                        ui.label(RichText::new(fault.told_remedy()).color(palette.t2));
                    }
                }
                None => {
                    let text = w!("player-drop-its-file-on");
                    ui.label(RichText::new(text).color(palette.t2));
                }
            }
            let field = Field {
                name: w!("player-file-of-the-recording"),
                hint: "/home/sam/Videos/Outband/lab-12.obrec",
                width: f32::INFINITY,
                wrong: false,
                id: around.id.part("player file"),
            };
            let shown = field.show(ui, &mut self.field);
            let enter = shown.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            ui.horizontal(|ui| {
                let path = self.field.trim();
                let open = parts::primary_button(ui, w!("player-open"), !path.is_empty());
                if open.clicked() || enter && !path.is_empty() {
                    wish = Some(PlayerWish::Open(PathBuf::from(path)));
                }
                if around.can_choose && !self.has_no_dialog {
                    if parts::button(ui, w!("media-choose")).clicked() {
                        wish = Some(PlayerWish::Choose);
                    }
                } else if self.has_no_dialog {
                    let text = w!("serial-this-system-has-no");
                    ui.label(RichText::new(text).color(palette.t3));
                }
            });
        });
        wish
    }
}

/// Ids of pictures of players: sessions count from 1 and never get so far.
const FIRST_ID: u64 = 1 << 63;
/// Height of the bar that steers.
const BAR_PT: f32 = 48.0;
/// Width of the card about the state of the file.
const CARD_PT: f32 = 320.0;
/// Room that the time of the recording needs.
const MOMENT_PT: f32 = 140.0;
/// Width of the border that says that this is no PC.
const BORDER_PT: f32 = 2.0;
/// How much an animation shows from here on.
const NEXT_PART: Duration = Duration::from_secs(60);

/// From one look at how far an export is to the next.
const PROGRESS_EVERY: Duration = Duration::from_millis(200);
