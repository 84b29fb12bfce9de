//! Icons are letters of a font of their own. Whoever listens to the window would hear nothing, or
//! the number of the letter; what an icon means stands beside it or is its control's name.

use eframe::egui::accesskit::{Node, Role};
use eframe::egui::{Context, FullOutput, Plugin};

/// Hides labels that are nothing but an icon from assistive programs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unspoken;

impl Plugin for Unspoken {
    fn debug_name(&self) -> &'static str {
        "icons are not read aloud"
    }

    fn output_hook(&mut self, _: &Context, output: &mut FullOutput) {
        let Some(update) = &mut output.platform_output.accesskit_update else {
            return;
        };
        for (_, node) in &mut update.nodes {
            if is_icon(node) {
                node.set_hidden();
            }
        }
    }
}

fn is_icon(node: &Node) -> bool {
    let is_private = |letter| ('\u{E000}'..='\u{F8FF}').contains(&letter);
    let text = node.value().unwrap_or_default();
    node.role() == Role::Label
        && node.label().is_none()
        && !text.is_empty()
        && text.chars().all(is_private)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_an_icon_if_it_has_nothing_else_and_no_name() {
        let label = |text: &str| {
            let mut node = Node::new(Role::Label);
            node.set_value(text);
            node
        };
        assert!(is_icon(&label("\u{E9E0}")));
        assert!(!is_icon(&label("")));
        assert!(!is_icon(&label("\u{E9E0} On")));
        let mut named = label("\u{E9E0}");
        named.set_label("On");
        assert!(!is_icon(&named));
        let mut button = Node::new(Role::Button);
        button.set_value("\u{E9E0}");
        assert!(!is_icon(&button));
    }
}
