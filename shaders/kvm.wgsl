// Shows one screen: unpacks its pixels from the device's own format, scales, turns and dims it.
//
// The texture holds pixels exactly as the device sent them (16 bits of 565 in R16Uint, one byte
// in R8Uint, four in Rgba8Uint). Integer textures cannot be filtered by a sampler, so every
// filter here reads its own texels.

/// Twin of `gpu::pipeline::ViewUniform`; a test compares names and offsets.
struct ViewUniform {
    /// Screen point at the left top corner of the shown picture, in screen pixels.
    origin: vec2f,
    /// How far one target pixel to the right moves on the screen.
    across: vec2f,
    /// How far one target pixel down moves on the screen.
    down: vec2f,
    /// Left top corner of the shown picture, in target pixels.
    position: vec2f,
    /// Size of the shown picture, in target pixels.
    shown: vec2f,
    /// Columns and rows of the screen.
    screen: vec2u,
    /// One of the FORMAT constants.
    pixel_format: u32,
    /// One of the SAMPLE constants.
    sampling: u32,
    /// 1 for a living picture, less to dim it.
    brightness: f32,
    /// Fills the last 16 bytes.
    padding: u32,
}

@group(0) @binding(0) var<uniform> view: ViewUniform;
@group(0) @binding(1) var pixels: texture_2d<u32>;

/// 1 if the target encodes sRGB when it stores, 0 if it stores what it is given.
override encodes_srgb: u32 = 0u;

const FORMAT_RGB565: u32 = 0u;
const FORMAT_RGB332: u32 = 1u;
const FORMAT_GRAY8: u32 = 2u;
const FORMAT_GRAY4: u32 = 3u;
const FORMAT_RGBX: u32 = 4u;

/// The pixel under the middle of the target pixel. Exact at whole scales.
const SAMPLE_NEAREST: u32 = 0u;
/// Between the four nearest pixels: smooth, for those who like it.
const SAMPLE_BILINEAR: u32 = 1u;
/// All pixels under the target pixel, by the area each covers. Enlarging, this is sharp with
/// edges one target pixel wide (sharp-bilinear); reducing, no pixel is left out.
const SAMPLE_AREA: u32 = 2u;

/// Pixels looked at along each side of a target pixel before area sampling thins them out.
const AREA_TAPS: f32 = 16.0;

/// One triangle over the whole viewport.
@vertex
fn picture_vertex(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
    let x = f32((index & 1u) << 2u) - 1.0;
    let y = f32((index & 2u) << 1u) - 1.0;
    return vec4f(x, y, 0.0, 1.0);
}

@fragment
fn picture_fragment(@builtin(position) target_position: vec4f) -> @location(0) vec4f {
    let here = target_position.xy - view.position;
    if any(here < vec2f(0.0)) || any(here >= view.shown) {
        discard; // Beside the picture lies the stage, painted before.
    }
    let point = view.origin + view.across * here.x + view.down * here.y;
    var color: vec3f;
    switch view.sampling {
        case SAMPLE_NEAREST: { color = pixel(floor(point)); }
        case SAMPLE_BILINEAR: { color = bilinear(point); }
        default: { color = area(point); }
    }
    color *= view.brightness;
    if encodes_srgb == 1u {
        // Rounded here, because hardware may encode with an error of more than half a step.
        color = linear_from_srgb(round(color * 255.0) / 255.0);
    }
    return vec4f(color, 1.0);
}

/// The mean of the four pixels around `point`, by nearness.
fn bilinear(point: vec2f) -> vec3f {
    let corner = floor(point - 0.5);
    let part = point - 0.5 - corner;
    let top = mix(light(corner), light(corner + vec2f(1.0, 0.0)), part.x);
    let bottom = mix(light(corner + vec2f(0.0, 1.0)), light(corner + vec2f(1.0, 1.0)), part.x);
    return sqrt(mix(top, bottom, part.y));
}

/// The mean of all pixels under the target pixel around `point`, by covered area.
fn area(point: vec2f) -> vec3f {
    // A target pixel covers an upright rectangle of the screen, because turns are quarter turns.
    let half = (abs(view.across) + abs(view.down)) * 0.5;
    let low = max(point - half, vec2f(0.0));
    let high = min(point + half, vec2f(view.screen));
    let step = max(vec2f(1.0), ceil((high - low) / AREA_TAPS));

    var sum = vec3f(0.0);
    var covered = 0.0;
    for (var y = floor(low.y); y < high.y; y += step.y) {
        let rows = min(high.y, y + step.y) - max(low.y, y);
        for (var x = floor(low.x); x < high.x; x += step.x) {
            let columns = min(high.x, x + step.x) - max(low.x, x);
            sum += light(vec2f(x, y)) * (rows * columns);
            covered += rows * columns;
        }
    }
    return sqrt(sum / covered);
}

/// A pixel as an amount of light, so that means keep their brightness.
///
/// The square stands in for the sRGB curve: it returns every unmixed value exactly, differs by
/// at most 3 % for mixed ones, and a software adapter need not compute a power for each tap.
fn light(at: vec2f) -> vec3f {
    let color = pixel(at);
    return color * color;
}

/// The pixel at whole coordinates, or the nearest one of the edge; sRGB values, 0 to 1.
fn pixel(at: vec2f) -> vec3f {
    let inside = clamp(at, vec2f(0.0), vec2f(view.screen) - 1.0);
    let texel = textureLoad(pixels, vec2i(inside), 0);
    let value = texel.r;
    switch view.pixel_format {
        case FORMAT_RGB565: {
            let bits = vec3u(value >> 11u, value >> 5u, value) & vec3u(31u, 63u, 31u);
            return vec3f(bits) / vec3f(31.0, 63.0, 31.0);
        }
        case FORMAT_RGB332: {
            let bits = vec3u(value >> 5u, value >> 2u, value) & vec3u(7u, 7u, 3u);
            return vec3f(bits) / vec3f(7.0, 7.0, 3.0);
        }
        case FORMAT_GRAY8: { return vec3f(f32(value & 255u) / 255.0); }
        case FORMAT_GRAY4: { return vec3f(f32(value & 15u) / 15.0); }
        default: { return vec3f(texel.rgb) / 255.0; }
    }
}

/// Undoes what an sRGB target does when it stores. IEC 61966-2-1.
fn linear_from_srgb(color: vec3f) -> vec3f {
    let low = color / 12.92;
    let high = pow((color + 0.055) / 1.055, vec3f(2.4));
    return select(high, low, color <= vec3f(0.04045));
}
