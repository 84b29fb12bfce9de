use std::sync::mpsc::sync_channel;
use std::thread;

use super::*;
use crate::cli::WindowView;
use crate::session::Target;
use crate::session::access::TrustMode;
use crate::store::profile::{AddressBook, Profile, TlsPolicy};
use crate::store::trusted::TrustStore;

/// Longer than a busy machine takes.
const LONG: Duration = Duration::from_secs(60);

struct Meeting {
    folder: Folder,
    place: Place,
    _keep: tempfile::TempDir,
}

impl Meeting {
    fn new() -> Self {
        let keep = tempfile::tempdir().unwrap();
        let folder = Folder::new(keep.path().to_owned());
        Self {
            place: Place::within(keep.path(), "test"),
            folder,
            _keep: keep,
        }
    }

    fn request(&self) -> WindowRequest {
        WindowRequest {
            folder: Some(self.folder.clone()),
            ..WindowRequest::new(Security::new(TrustStore::new(&self.folder)))
        }
    }

    fn meet(&self, request: &WindowRequest, patience: Duration) -> io::Result<Standing> {
        meet_at(&self.place, &self.folder, request, patience)
    }

    /// The first window, and what tells that something has arrived there.
    fn first(&self) -> (Instance, std::sync::mpsc::Receiver<()>) {
        let Ok(Standing::First(instance)) = self.meet(&self.request(), LONG) else {
            unreachable!("somebody else is here");
        };
        let (send, woken) = sync_channel(limits::WINDOW_ARRIVALS);
        instance.wake_with(move || send.send(()).unwrap());
        (instance, woken)
    }
}

fn pc(name: Option<&str>, password: Option<&str>) -> WindowPc {
    WindowPc {
        name: name.map(str::to_owned),
        target: "10.0.5.9:16992".parse::<Target>().unwrap(),
        profile: None,
        user: Some("helpdesk".to_owned()),
        password: password.map(|text| text.to_owned().into()),
        connect: true,
        view: WindowView::Media,
    }
}

/// What arrives at the first window when somebody asks for this.
fn handed(meeting: &Meeting, request: WindowRequest) -> (Option<WindowPc>, Option<PathBuf>) {
    let (mut first, woken) = meeting.first();
    thread::scope(|scope| {
        let second = scope.spawn(move || meeting.meet(&request, LONG).unwrap());
        woken.recv_timeout(LONG).unwrap();
        let arrived = first.poll().unwrap().take().unwrap();
        assert!(matches!(second.join().unwrap(), Standing::HandedOver));
        arrived
    })
}

#[test]
fn a_pc_arrives_with_what_was_said_of_it_and_what_is_saved() {
    let meeting = Meeting::new();
    let saved = Profile {
        layout: Some("de".into()),
        ..Profile::new("lab-9", "10.0.5.9:16992")
    };
    let book = AddressBook::new(&meeting.folder);
    book.edit(|book| book.add(saved.clone())).unwrap();
    let mut request = meeting.request();
    request.security.tls = TlsMode::Require;
    request.pcs = vec![pc(Some("lab-9"), Some("Päss \"wort\""))];
    let (arrived, recording) = handed(&meeting, request);
    let arrived = arrived.unwrap();
    assert_eq!(arrived.name.as_deref(), Some("lab-9"));
    assert_eq!(arrived.target.to_string(), "10.0.5.9:16992");
    assert_eq!(arrived.user.as_deref(), Some("helpdesk"));
    assert_eq!(arrived.password.unwrap().expose(), "Päss \"wort\"");
    assert_eq!(arrived.view, WindowView::Media);
    let tls = Some(TlsPolicy::Require);
    assert_eq!(arrived.profile, Some(Profile { tls, ..saved }));
    assert_eq!(recording, None);
}

#[test]
fn a_recording_arrives_by_its_whole_path_and_no_password_is_none() {
    let meeting = Meeting::new();
    let mut request = meeting.request();
    request.recording = Some("a.obr".into());
    let (arrived, recording) = handed(&meeting, request);
    assert!(arrived.is_none());
    assert!(recording.is_some_and(|path| path.is_absolute() && path.ends_with("a.obr")));
    for password in [None, Some("")] {
        let mut request = meeting.request();
        request.pcs = vec![pc(None, password)];
        let (arrived, _) = handed(&meeting, request);
        let arrived = arrived.unwrap().password;
        assert_eq!(arrived.is_some(), password.is_some());
    }
}

#[test]
fn a_window_that_hangs_is_not_waited_for_and_shows_nothing_afterwards() {
    let meeting = Meeting::new();
    let (mut first, woken) = meeting.first();
    let asking = |patience| meeting.meet(&meeting.request(), patience).unwrap_err();
    assert_eq!(asking(Duration::ZERO).kind(), io::ErrorKind::TimedOut);
    assert_eq!(
        asking(Duration::from_secs(1)).kind(),
        io::ErrorKind::TimedOut
    );
    woken.recv_timeout(LONG).unwrap();
    let arrival = first.poll().unwrap();
    let end = std::time::Instant::now() + LONG;
    while !arrival.taken.is_closed() && std::time::Instant::now() < end {
        thread::sleep(Duration::from_millis(1));
    }
    assert!(arrival.take().is_none());
}

#[test]
fn the_next_one_stands_for_one_that_is_gone_also_where_its_socket_stayed() {
    let meeting = Meeting::new();
    for _ in 0..3 {
        let (first, _) = meeting.first();
        assert!(std::fs::exists(&meeting.place.lock).unwrap());
        drop(first);
    }
}

#[test]
fn what_was_said_about_safety_for_one_window_counts_for_no_other() {
    let meeting = Meeting::new();
    let mut trusting = meeting.request();
    trusting.security.trust = TrustMode::FirstUse;
    let mut plain = meeting.request();
    plain.security.tls = TlsMode::Off;
    let is_alone = |request| matches!(meeting.meet(request, LONG), Ok(Standing::Alone));
    assert!(is_alone(&trusting) && is_alone(&plain));
    let (_first, _) = meeting.first();
    assert!(is_alone(&trusting));
}

#[test]
fn a_window_without_a_folder_stands_alone() {
    let request = WindowRequest::new(Security::new(TrustStore::in_memory()));
    assert!(matches!(meet(&request), Standing::Alone));
}

#[test]
fn what_is_no_hand_over_is_refused_and_the_next_is_heard() {
    let meeting = Meeting::new();
    let (mut first, woken) = meeting.first();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let say = |bytes: &[u8]| {
        runtime.block_on(async {
            let name = meeting.place.name().unwrap();
            let mut stream = Stream::connect(name).await.unwrap();
            // It may hang up before everything is said.
            drop(stream.write_all(bytes).await);
            drop(stream.shutdown().await);
            let mut answer = Vec::new();
            drop(stream.read_to_end(&mut answer).await);
            answer
        })
    };
    let said = |text: &str| {
        let length = u32::try_from(text.len()).unwrap().to_le_bytes();
        let no_password = u32::MAX.to_le_bytes();
        [&length, text.as_bytes(), &no_password].concat()
    };
    let version = env!("CARGO_PKG_VERSION");
    for bytes in [
        Vec::new(),
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        vec![0xFF; 100_000],
        said("{}"),
        said(r#"{"version":"0.0.0","pc":null,"recording":null}"#),
        said(&format!(
            r#"{{"version":"{version}","pc":null,"recording":null,"run":"rm"}}"#
        )),
        said(&format!(
            r#"{{"version":"{version}","recording":null,"pc":{{"name":null,"target":"a b",
            "user":null,"tls":"auto","view":"screen"}}}}"#
        )),
    ] {
        assert_eq!(say(&bytes), b"", "{bytes:?}");
    }
    assert!(first.poll().is_none() && woken.try_recv().is_err());
    thread::scope(|scope| {
        let second = scope.spawn(|| meeting.meet(&meeting.request(), LONG).unwrap());
        woken.recv_timeout(LONG).unwrap();
        assert!(first.poll().unwrap().take().is_some());
        assert!(matches!(second.join().unwrap(), Standing::HandedOver));
    });
}
