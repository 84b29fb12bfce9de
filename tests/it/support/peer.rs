//! vnc-rs, the second opinion on our decoders, fed from memory.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use outband::screen::PixelFormat;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use vnc::{VncConnector, VncEncoding, VncEvent};

/// A server that has everything to say at hand and hears nothing.
struct Replay {
    bytes: Vec<u8>,
    at: usize,
}

impl AsyncRead for Replay {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let left = &self.bytes[self.at..];
        let len = left.len().min(buf.remaining());
        buf.put_slice(&left[..len]);
        self.at += len;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Replay {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// The picture of the peer: bytes as they were sent, row by row.
pub(crate) struct PeerScreen {
    pub(crate) width: usize,
    pub(crate) pixels: Vec<u8>,
}

/// Lets vnc-rs decode everything a server says and paints its events on `screen`.
pub(crate) async fn decode(bytes: Vec<u8>, format: PixelFormat, screen: &mut PeerScreen) {
    let encodings = [
        VncEncoding::Zrle,
        VncEncoding::Tight,
        VncEncoding::CopyRect,
        VncEncoding::Raw,
        VncEncoding::DesktopSizePseudo,
        VncEncoding::LastRectPseudo,
    ];
    let mut connector = VncConnector::new(Replay { bytes, at: 0 })
        .set_auth_method(async { Ok(String::new()) })
        .set_pixel_format(pixel_format(format));
    for encoding in encodings {
        connector = connector.add_encoding(encoding);
    }
    let connected = connector.build().unwrap().try_start().await.unwrap();
    let client = connected.finish().unwrap();
    let bytes_per_pixel = format.bytes_per_pixel();
    // At the end of the stream it reports an error; nothing else tells that all was decoded.
    while let Ok(event) = client.recv_event().await {
        match event {
            VncEvent::SetResolution(size) => {
                screen.width = usize::from(size.width);
                let len = screen.width * usize::from(size.height) * bytes_per_pixel;
                screen.pixels.resize(len, 0);
            }
            VncEvent::RawImage(rect, data) => {
                let len = usize::from(rect.width) * bytes_per_pixel;
                for (row, pixels) in data.chunks_exact(len).enumerate() {
                    let y = usize::from(rect.y) + row;
                    let at = (y * screen.width + usize::from(rect.x)) * bytes_per_pixel;
                    screen.pixels[at..at + len].copy_from_slice(pixels);
                }
            }
            VncEvent::Error(_) => break,
            _ => {}
        }
    }
}

/// The format as vnc-rs spells it.
fn pixel_format(format: PixelFormat) -> vnc::PixelFormat {
    let wire = outband::proto::kvm::pixel::WirePixelFormat::from(format);
    let mut format = vnc::PixelFormat::rgba();
    format.bits_per_pixel = wire.bits_per_pixel;
    format.depth = wire.depth;
    format.big_endian_flag = 0;
    format.true_color_flag = 1;
    [format.red_max, format.green_max, format.blue_max] = wire.max;
    [format.red_shift, format.green_shift, format.blue_shift] = wire.shift;
    format
}
