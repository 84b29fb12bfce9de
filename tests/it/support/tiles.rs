//! A plain encoder of tiles, written from the specification only for tests: slow, obvious, and
//! not the simulator's.

/// How a tile is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Raw,
    Solid,
    Packed { padded: bool },
    PlainRle,
    PaletteRle,
}

/// Codes `pixels` (row-major, `width` wide, each `bytes` long on the wire) in `form`, or `None`
/// where the form cannot hold them.
pub(crate) fn encode(form: Form, pixels: &[u32], width: usize, bytes: usize) -> Option<Vec<u8>> {
    let put = |out: &mut Vec<u8>, pixel: u32| out.extend(&pixel.to_le_bytes()[..bytes]);
    let mut palette: Vec<u32> = Vec::new();
    for pixel in pixels {
        if !palette.contains(pixel) {
            palette.push(*pixel);
        }
    }
    let index = |pixel: &u32| palette.iter().position(|p| p == pixel).unwrap();
    let mut out = Vec::new();
    match form {
        Form::Raw => {
            out.push(0);
            pixels.iter().for_each(|p| put(&mut out, *p));
        }
        Form::Solid => {
            let [pixel] = palette[..] else { return None };
            out.push(1);
            put(&mut out, pixel);
        }
        Form::Packed { padded } => {
            let bits = match palette.len() {
                2 => 1,
                3..=4 => 2,
                5..=16 => 4,
                _ => return None,
            };
            let padded_len = pixels.len() / width * (width * bits).div_ceil(8);
            if !padded && (pixels.len() * bits).div_ceil(8) == padded_len {
                return None; // nothing tells a decoder that rows are not padded
            }
            out.push(u8::try_from(palette.len()).unwrap());
            palette.iter().for_each(|p| put(&mut out, *p));
            let row = if padded { width } else { pixels.len() };
            for row in pixels.chunks(row) {
                let mut packed = vec![0_u8; (row.len() * bits).div_ceil(8)];
                for (x, pixel) in row.iter().enumerate() {
                    let shift = 8 - bits - x * bits % 8;
                    packed[x * bits / 8] |= u8::try_from(index(pixel) << shift).unwrap();
                }
                out.extend(packed);
            }
        }
        Form::PlainRle => {
            out.push(128);
            for run in pixels.chunk_by(|a, b| a == b) {
                put(&mut out, run[0]);
                run_length(&mut out, run.len());
            }
        }
        Form::PaletteRle => {
            if !(2..=127).contains(&palette.len()) {
                return None;
            }
            out.push(128 + u8::try_from(palette.len()).unwrap());
            palette.iter().for_each(|p| put(&mut out, *p));
            for run in pixels.chunk_by(|a, b| a == b) {
                let index = u8::try_from(index(&run[0])).unwrap();
                if run.len() == 1 {
                    out.push(index);
                } else {
                    out.push(index | 128);
                    run_length(&mut out, run.len());
                }
            }
        }
    }
    Some(out)
}

/// One more than the sum of the bytes, of which all but the last are 255.
fn run_length(out: &mut Vec<u8>, length: usize) {
    let rest = length - 1;
    out.extend(vec![255; rest / 255]);
    out.push(u8::try_from(rest % 255).unwrap());
}

/// A stored block, as AMT sends it with zlib off.
pub(crate) fn stored(tile: &[u8]) -> Vec<u8> {
    let length = u16::try_from(tile.len()).unwrap();
    let mut out = u32::from(length).wrapping_add(5).to_be_bytes().to_vec();
    out.push(0);
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend(tile);
    out
}
