//! The macros of the person: read, changed and kept away from the window's thread.

use std::sync::Arc;

use eframe::egui::{Context, Id};

use crate::session::Fault;
use crate::store::macros::{self, MacrosError, SavedMacro};
use crate::store::paths::Folder;
use crate::ui::app::App;
use crate::ui::background::Done;

/// All macros, in the order of the list.
#[derive(Debug, Clone, Default)]
pub(crate) struct MacroBook(Arc<Vec<SavedMacro>>);

/// What a panel wants to be done to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MacroWish {
    /// Look whether another window or an editor has changed the file.
    Read,
    /// Keep a macro in place of another, or as the last.
    Save {
        before: Option<SavedMacro>,
        now: SavedMacro,
    },
    /// Forget one.
    Delete(SavedMacro),
}

impl MacroBook {
    /// The macros of this window.
    pub(crate) fn of(ctx: &Context) -> Self {
        ctx.data(|data| data.get_temp(Self::id()))
            .unwrap_or_default()
    }

    /// From now on these.
    fn install(ctx: &Context, macros: Vec<SavedMacro>) {
        ctx.data_mut(|data| data.insert_temp(Self::id(), Self(Arc::new(macros))));
    }

    fn id() -> Id {
        Id::unique("macros")
    }

    /// Each of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &SavedMacro> {
        self.0.iter()
    }

    /// One that is called so and is not `but`.
    pub(crate) fn has_name(&self, name: &str, but: Option<&SavedMacro>) -> bool {
        let others = self.iter().filter(|saved| Some(*saved) != but);
        others.into_iter().any(|saved| saved.name == name)
    }

    /// One that is not `but` is run by this key.
    pub(crate) fn has_key(&self, key: Option<&str>, but: Option<&SavedMacro>) -> bool {
        let mut others = self.iter().filter(|saved| Some(*saved) != but);
        others.any(|saved| saved.key.as_deref() == key)
    }

    /// The one that this key runs, such as `F5`.
    pub(super) fn of_key(&self, key: &str) -> Option<&SavedMacro> {
        self.iter().find(|saved| saved.key.as_deref() == Some(key))
    }
}

impl MacroWish {
    fn apply(self, macros: &mut Vec<SavedMacro>) {
        match self {
            Self::Read => {}
            Self::Save { before, now } => {
                let place = before.and_then(|before| macros.iter().position(|m| *m == before));
                match place.and_then(|place| macros.get_mut(place)) {
                    Some(saved) => *saved = now,
                    None => macros.push(now),
                }
            }
            Self::Delete(saved) => macros.retain(|other| *other != saved),
        }
    }
}

impl App {
    /// Does to the macros what a panel wants.
    pub(in crate::ui) fn grant_macros(&self, ctx: &Context, wish: MacroWish) {
        let Some(folder) = self.options.folder.clone() else {
            // They last as long as the window.
            let mut macros = MacroBook::of(ctx).0.to_vec();
            wish.apply(&mut macros);
            MacroBook::install(ctx, macros);
            return;
        };
        self.background
            .run_in_turn("macros", move || Done::Macros(carry_out(&folder, wish)));
    }

    /// Takes the macros as they are kept now.
    pub(in crate::ui) fn hear_macros(
        &mut self,
        ctx: &Context,
        macros: Result<Vec<SavedMacro>, Fault>,
    ) {
        match macros {
            Ok(macros) => MacroBook::install(ctx, macros),
            Err(fault) => self.notices.add_fault(&fault),
        }
    }
}

fn carry_out(folder: &Folder, wish: MacroWish) -> Result<Vec<SavedMacro>, Fault> {
    let result = match wish {
        MacroWish::Read => macros::read(folder),
        wish => macros::change(folder, |macros| wish.apply(macros)),
    };
    result.map_err(|error| {
        let why = error.to_string();
        match error {
            MacrosError::File(error) => error.into(),
            MacrosError::Newer { path } => Fault::StoreNewer { path },
            MacrosError::Damaged { path, .. } => Fault::SettingsDamaged { path, why },
            MacrosError::TooMany => Fault::SettingsDamaged {
                path: folder.macros(),
                why,
            },
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_macro_is_changed_in_its_place_and_one_that_is_gone_comes_last() {
        let saved = |name: &str| SavedMacro {
            name: name.to_owned(),
            script: "wait 1 s".to_owned(),
            key: None,
        };
        let names = |macros: &[SavedMacro]| {
            let names: Vec<_> = macros.iter().map(|m| m.name.as_str()).collect();
            names.join(" ")
        };
        let mut macros = vec![saved("a"), saved("b")];
        let save = |before, now| MacroWish::Save {
            before: Some(saved(before)),
            now: saved(now),
        };
        save("a", "c").apply(&mut macros);
        assert_eq!(names(&macros), "c b");
        save("a", "d").apply(&mut macros);
        assert_eq!(names(&macros), "c b d");
        MacroWish::Delete(saved("b")).apply(&mut macros);
        assert_eq!(names(&macros), "c d");
        MacroWish::Read.apply(&mut macros);
        assert_eq!(names(&macros), "c d");
    }
}
