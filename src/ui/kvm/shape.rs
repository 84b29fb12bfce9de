//! The pointer of the PC, where its server leaves drawing it to us.

use eframe::egui::{
    Color32, ColorImage, Mesh, Painter, Pos2, Shape as Drawing, TextureHandle, TextureOptions, pos2,
};

use super::pointer::Spot;
use crate::screen::Cursor;

/// What the PC's pointer looks like.
#[derive(Clone)]
pub(crate) struct Shape {
    image: ColorImage,
    /// Column and row that lie on the pointer's place.
    hotspot: [f32; 2],
    /// Made when it is first drawn.
    texture: Option<TextureHandle>,
}

impl std::fmt::Debug for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [width, height] = self.image.size;
        write!(f, "Shape({width} × {height})")
    }
}

impl Shape {
    /// `None` for a pointer that the PC hides: the person still has to see where it is.
    pub(crate) fn new(cursor: &Cursor) -> Option<Self> {
        let size = [cursor.width, cursor.height].map(usize::from);
        let is_seen = cursor.rgba.chunks_exact(4).any(|p| p.last() != Some(&0));
        let is_whole = cursor.rgba.len() == size[0] * size[1] * 4;
        (is_seen && is_whole).then(|| Self {
            image: ColorImage::from_rgba_unmultiplied(size, &cursor.rgba),
            hotspot: [cursor.hotspot.0, cursor.hotspot.1].map(f32::from),
            texture: None,
        })
    }

    /// Draws it at a place in the window, as large as the picture is and turned with it.
    pub(crate) fn paint(&mut self, painter: &Painter, spot: &Spot, at: Pos2) {
        let texture = self.texture.get_or_insert_with(|| {
            let (name, options) = ("remote pointer", TextureOptions::NEAREST);
            painter
                .ctx()
                .load_texture(name, self.image.clone(), options)
        });
        let mut mesh = Mesh::with_texture(texture.id());
        let [width, height] = texture.size_vec2().into();
        let places = corners(spot, at, self.hotspot, [width, height]);
        for (place, uv) in places.into_iter().zip(UV) {
            mesh.vertices.push(eframe::egui::epaint::Vertex {
                pos: place,
                uv,
                color: Color32::WHITE,
            });
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(0, 2, 3);
        painter.add(Drawing::mesh(mesh));
    }
}

/// Where the corners of a shape lie in the window: left top of the screen first, then clockwise
/// on the screen.
fn corners(spot: &Spot, at: Pos2, hotspot: [f32; 2], [width, height]: [f32; 2]) -> [Pos2; 4] {
    // Pixels are whole on the PC: the hotspot lies on the pixel that the PC is told.
    let [x, y] = spot.screen_at(at).map(f32::floor);
    let (left, top) = (x - hotspot[0], y - hotspot[1]);
    [
        [left, top],
        [left + width, top],
        [left + width, top + height],
        [left, top + height],
    ]
    .map(|point| spot.window_from_screen(point))
}

/// The corners of the texture, in the same order.
const UV: [Pos2; 4] = [
    pos2(0.0, 0.0),
    pos2(1.0, 0.0),
    pos2(1.0, 1.0),
    pos2(0.0, 1.0),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::{Rotation, View};

    fn cursor(width: u16, height: u16, alpha: u8) -> Cursor {
        Cursor {
            width,
            height,
            hotspot: (1, 2),
            rgba: [10, 20, 30, alpha].repeat(usize::from(width) * usize::from(height)),
        }
    }

    #[test]
    fn a_hidden_pointer_has_no_shape() {
        assert!(Shape::new(&cursor(4, 3, 255)).is_some());
        assert!(Shape::new(&cursor(4, 3, 0)).is_none());
        assert!(Shape::new(&cursor(0, 0, 255)).is_none());
    }

    #[test]
    fn the_hotspot_lies_on_the_pixel_that_the_pc_is_told_at_every_turn() {
        // 100 × 50 pixels twice as large, in a window with 2 pixels to the point.
        for (rotation, first, third) in [
            (Rotation::None, [9.0, 18.0], [13.0, 21.0]),
            (Rotation::Half, [91.0, 32.0], [87.0, 29.0]),
        ] {
            let view = View {
                rotation,
                ..View::default()
            };
            let spot = Spot {
                corner: [0.0, 0.0],
                placed: view.place([100, 50], [200, 100]),
                pixels_per_point: 2.0,
            };
            let at = spot.window_from_screen([10.4, 20.7]);
            let corners = corners(&spot, at, [1.0, 2.0], [4.0, 3.0]);
            for (corner, [x, y]) in [(corners[0], first), (corners[2], third)] {
                let off = corner.distance(pos2(x, y));
                assert!(off < 0.01, "{rotation:?} {corner:?}");
            }
        }
    }
}
