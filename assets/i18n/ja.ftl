# 日本語のウィンドウ文言。

## Tabs

tab-new = 新しいタブ
tab-close = { $name } を閉じる

## Address book

book-count = PC { $count } 台

## Help

help-title = ヘルプ: { $page }
help-window = ウィンドウ
help-find = キーまたは操作を検索
help-nothing = 該当するキーや操作はありません
help-keys-pc = キー入力が PC に送られている間
help-keys-window = キー入力がウィンドウに送られている間
help-release = キー入力を解放する、または PC に渡す
help-release-other = そのキーがないキーボードでの同じ操作
help-about-screen = PC のグラフィックスが描く画面です。クリックするとキー入力が PC に送られます (右 Ctrl との組み合わせを除く)。
help-about-serial = Serial over LAN によるテキストコンソールです。グラフィックスなしで、多くの PC では BIOS セットアップでも使えます。
help-about-media = このコンピューターのイメージやフォルダーを PC のドライブとして貸し出します。指示するまで何も貸し出しません。
help-about-device = Intel AMT が伝える PC の情報とログ、そして問題の原因を調べる診断です。
help-about-window = PC はアドレスまたは左の一覧から開きます。すべての操作はコマンドパレットから名前で実行できます。

## Actions

action-new-tab = 新しいタブ
action-close-tab = タブを閉じる
action-reopen-tab = 閉じたタブを開き直す
    .hint = 最後に閉じたタブの PC を開く
action-next-tab = 次のタブ
action-previous-tab = 前のタブ
action-tab-1 = 1 番目のタブ
action-tab-2 = 2 番目のタブ
action-tab-3 = 3 番目のタブ
action-tab-4 = 4 番目のタブ
action-tab-5 = 5 番目のタブ
action-tab-6 = 6 番目のタブ
action-tab-7 = 7 番目のタブ
action-tab-8 = 8 番目のタブ
action-tab-9 = 9 番目のタブ
action-show-screen = 画面
    .hint = PC の画面
action-show-serial = シリアル
    .hint = PC のシリアルコンソール
action-show-media = メディア
    .hint = PC に貸し出したディスク
action-show-device = デバイス
    .hint = PC の情報とログ
action-open-image = イメージ…
    .hint = PC にイメージを貸し出す、またはイメージから起動する
action-power = 電源
    .hint = 電源と起動
action-focus-address = アドレス欄
action-next-region = 次の領域
    .hint = PC 一覧とタブの間を移動する
action-zoom-in = 表示を大きく
action-zoom-out = 表示を小さく
action-zoom-reset = 表示を標準に
action-theme = テーマ
    .hint = ライト、ダーク、またはシステムに従う
action-full-screen = 全画面
action-ctrl-alt-del = Ctrl+Alt+Del
    .hint = PC に Ctrl+Alt+Del を送る
action-paste-as-typing = 貼り付け
    .hint = PC にテキストを入力する
action-screen-text = テキスト
    .hint = 画面のテキストを読み取り、検索し、コピーする
action-macros = マクロ
    .hint = 自動で順に押されるキー
action-release-keys = すべてのキーを離す
    .hint = PC 上のすべてのキーとボタンを離す
action-screenshot = スクリーンショット
    .hint = 画面を画像として保存する
action-record = 録画
    .hint = 画面をファイルに録画する、または終了する
action-play-recording = 録画を再生…
    .hint = 録画された画面を開く
action-next-display = 次のディスプレイ
    .hint = PC の次のディスプレイを表示する
action-copy-screen = 画面をコピー
    .hint = 画面を画像としてクリップボードに入れる
action-fit = 合わせる
    .hint = 画面をウィンドウに合わせる
action-one-to-one = 100 %
    .hint = 画面の 1 ピクセルを 1 ピクセルで表示する
action-whole-steps = 整数倍でくっきり
    .hint = 画面が収まる最大の整数倍率
action-fit-width = ウィンドウの幅に合わせる
    .hint = 画面をウィンドウの幅に合わせる
action-picture-larger = 画像を大きく
    .hint = 画像を拡大する (Ctrl + ホイールと同じ)
action-picture-smaller = 画像を小さく
    .hint = 画像を縮小する
action-rotate = 回転
    .hint = 画面を時計回りに回す
action-view-only = 表示のみ
    .hint = キーとポインターを送らずに見る
action-type-characters = 文字として入力
    .hint = PC の配列に関係なく、このキーボードの文字を入力する
action-grab = システムキーを取り込む
    .hint = Alt+Tab、Super、Print も PC に送る
action-figures = 数値
    .hint = 画面の転送速度を表示する
action-refresh = 画像を更新
    .hint = PC に画面全体をもう一度要求する
action-disconnect = 切断
    .hint = セッションを終了し、タブは残す
action-reconnect = 再接続
action-look-again = もう一度確認
    .hint = PC の応答をもう一度確認し、開いていなければ接続する
action-doctor = 診断を実行
    .hint = うまくいかない原因を調べる
action-book = PC 一覧
    .hint = PC 一覧を表示または隠す
action-search = PC を検索
    .hint = 一覧の検索欄に移動する
action-find = 検索
    .hint = 表示中の内容からテキストを検索する
action-add-pc = PC を追加…
    .hint = アドレス帳に PC を保存する
action-palette = コマンドパレット
    .hint = 操作や PC を名前で探す
action-help = ヘルプ
    .hint = 表示中の内容の説明とキー
action-settings = 設定
action-journal = 作業記録
    .hint = どの PC に何をしたか、何が保存されているか
action-wall = ウォール
    .hint = 開いているすべての PC の画面 (1 秒ごと)
action-own-window = 別ウィンドウ
    .hint = PC を別ウィンドウで表示する、またはタブに戻す
action-quit = 終了

## Keys

keys-or = { " / " }
keys-release = 右 Ctrl
keys-hint = キーをクリックすると変更できます。右 Ctrl との組み合わせは、キー入力が PC に送られている間に使えます。
keys-press = キーを押す
keys-none = なし
keys-change = このキーを変更
keys-of = { $action } のキー
keys-reset = 元に戻す
keys-reset-of = { $action } のキーを元に戻す
keys-reset-all = すべてのショートカットを元に戻す
keys-taken = { $keys } は { $action } で使われています
keys-use-here = こちらで使う
keys-leave-there = そのままにする
keys-wrong = ショートカットには Ctrl か Alt を含めるか、ファンクションキーを使います
keys-listening = Delete でキーを外し、Esc でそのままにします
keys-list-connect = 一覧: 接続
keys-list-menu = 一覧: PC のメニュー
keys-list-edit = 一覧: 編集
keys-list-remove = 一覧: 削除
keys-list-mark = 一覧: 追加して選択
keys-list-mark-range = 一覧: ここまで選択
keys-list-mark-all = 一覧: すべて選択
tab-settings = 設定
tab-journal = 作業記録
tab-player = 録画
tab-wall = ウォール
tab-menu = ウィンドウメニュー
tab-menu-tip = 設定、作業記録、ウォールなど
tab-is-consent = 同意待ち
tab-is-reconnecting = 再接続中
tab-is-switching = 切り替え中
tab-is-changed = 証明書の変更
tab-is-certificate = 証明書の確認
tab-is-login = ログイン
tab-is-connecting = 接続中
tab-is-recording = 録画中
tab-is-live = ライブ
tab-is-closed = 切断済み
tab-is-fault = 障害

## Start page

start-title = システムが起動しなくても PC にアクセス
start-address = 名前またはアドレス
start-address-hint = 10.0.4.17、lab-12、vnc://10.0.4.17
start-user = ユーザー名
start-password = パスワード
start-password-hint = 必要なときに尋ねます
start-connect = 接続
start-pcs = PC
start-favourites = お気に入り
start-recent = 最近の PC
start-simulate = シミュレートされた PC で試す
start-simulating = シミュレートされた PC を起動中
start-promise = パスワードは、希望した場合のみシステムのキーストアに保存され、それ以外には保存されません
start-promise-memory = パスワードはタブを閉じるまでメモリーに残るだけで、どこにも保存されません

## Settings

settings-kept = { $path } に保存されます
settings-search = 設定を検索
settings-none = 該当する設定はありません
settings-not-kept = ウィンドウを閉じるまで有効です
settings-general = 全般
settings-theme-system = システムに従う
settings-theme-light = ライト
settings-theme-dark = ダーク
settings-size = 大きさ
settings-size-name = 表示の大きさ
settings-language = 言語
settings-language-system = システムに従う
settings-language-note = 障害メッセージ、ログ、コマンドラインは英語です
settings-language-no-font = このシステムには日本語のフォントがありません
settings-keyboard = キーボード
settings-layout = 登録にキーボード配列の指定がない PC の配列
settings-safety = セキュリティ
settings-tls = 暗号化
settings-tls-auto = PC が対応していれば使う
settings-tls-require = 常に使う
settings-tls-off = 使わない
settings-tls-about = アドレス帳に別の指定がない PC に適用されます。一度 TLS を使った PC とは、その場で指示しない限り TLS なしで通信しません。
settings-tls-warning = 経路上の誰もがパスワードと画面を読み取れます
settings-consoles = コンソール
settings-bell = PC のベルを音で知らせる
settings-links = シリアルコンソール上の Web アドレスを Ctrl + クリックで開く
settings-folders = フォルダー
settings-screenshots = スクリーンショット
settings-recordings = 録画
settings-images = ディスクイメージ
settings-folder-hint = システムの既定
settings-folder-wrong = フォルダーのパスはルートから指定します
settings-shortcuts = ショートカット

## Common

cancel = キャンセル
save = 保存
close = 閉じる
copy = コピー
try-again = もう一度試す
book-search = 検索またはアドレス
book-count-of = { $all } 中 { $shown } 台
book-count-marked = { $all } 中 { $marked } 台を選択
book-twice = { $pcs } が重複
book-twice-tip = アドレス帳に重複している PC
book-order = 一覧の並び順
book-order-tip = 一覧の並び順 (現在: { $order })
book-by-group = グループ順
book-by-name = 名前順
book-by-address = アドレス順
book-by-presence = 応答する PC を先に
book-reading = アドレス帳を読み込み中
book-connect = 接続
book-key-enter = Enter
book-key-delete = Del
book-serial = シリアルコンソール
book-lend = ディスクを貸し出す
book-facts = 情報とログ
book-star = お気に入りに追加
book-unstar = お気に入りから外す
book-edit = 編集…
book-copy-address = アドレスをコピー
book-remove = 削除
book-remove-one = { $name } を削除
book-remove-pcs = { $pcs } を削除
book-change-pcs = { $pcs } を変更…
book-enter-connects = Enter で { $address } に接続
book-no-match = 該当する PC はありません
book-empty = PC はまだありません
book-empty-hint = 追加、一覧の取り込み、または範囲のスキャンをしてください
book-add = 追加…
book-add-tip = PC を保存する
book-import = 取り込み…
book-import-tip = PC の一覧を取り込む
book-scan = スキャン…
book-scan-tip = アドレス範囲で PC を探す
book-export = 書き出し…
book-export-tip = 一覧をファイルに保存する
book-is-open = タブで表示中
book-answers = 応答あり
book-silent = 応答なし
book-unknown = 応答は不明
book-folded = 折りたたみ
book-unfolded = 展開
book-logs-in-as = { $user } としてログイン
book-no-group = グループなし
book-added = { $pcs } を追加しました
book-added-changed = { $pcs } を追加、{ $changed } 台を変更しました
book-changed = { $pcs } を変更しました
book-removed = { $pcs } を削除しました
book-saved-in = { $pcs } を { $path } に保存しました
book-no-file = そのファイルはありません
book-file-unreadable = ファイルを読めません。{ $why }
book-no-folder = フォルダー { $path } はありません

## Forms of the address book

edit-add = PC を追加
edit-change = { $name } を変更
edit-favourite = お気に入り
edit-name = 名前
edit-name-hint = アドレスと同じ
edit-address = アドレス
edit-address-hint = 10.0.4.17 または lab-12
edit-group = グループ
edit-group-hint = 受付
edit-tags = タグ
edit-layout = キーボード配列
edit-notes = メモ
edit-tls-settings = 設定に従う
edit-picture = 画像
edit-picture-auto = 自動
edit-picture-65536 = 65,536 色
edit-picture-256 = 256 色
edit-picture-256-greys = グレー 256 階調
edit-picture-16-greys = グレー 16 階調
edit-terminal = シリアルのキー
edit-terminal-auto = PC の出力に合わせる
bulk-title = { $pcs } を変更
bulk-hint = 空欄の項目は変更しません
bulk-as-it-is = そのまま
bulk-no-user = ユーザー名なし
bulk-add-tags = タグを追加
bulk-remove-tags = タグを外す
twins-none = 重複する PC はありません
twins-board = 同じボード: { $value }
twins-address = 同じアドレス: { $value }
import-title = PC の一覧を取り込む
import-hint = 見出し行のある CSV、JSON、または MeshCommander のコンピューター一覧
import-do = 取り込む
import-file = ファイル
import-file-hint = パスを入力するか、ウィンドウにドロップ
import-read = 読み込む
import-choose = 選択…
import-reading = 読み込み中
import-no-dialog = このシステムにはファイルダイアログがありません。パスを入力するか、ファイルをウィンドウにドロップしてください
import-all-new = 一覧に { $pcs }、すべて新規
import-some-known = 一覧に { $pcs }、うち { $known } 台は登録済み
import-skip = 登録済みの PC は変更しない
import-update = 一覧の内容で更新する
import-twice = 重複して追加する
import-passwords = 一覧のパスワード { $count } 件は取り込みません。パスワードはキーストアにのみ保存します
import-ignored = 使用しない列: { $columns }
import-left-out = { $count } 件を除外します
import-entry = { $number } 件目: { $why }
export-title = { $pcs } を書き出す
export-hint = パスワード以外のすべて (パスワードはどのファイルにも保存しません)
export-csv = CSV (表計算用)
export-json = JSON (全項目)
export-mesh = MeshCommander のコンピューター一覧
export-exists = 同じ名前のファイルがすでにあります
export-replace = 置き換える
export-rootless = ファイルのパスはルートから指定します
scan-title = Intel AMT 搭載 PC を探す
scan-addresses = アドレス
scan-addresses-hint = 10.0.4.0/24 または 10.0.4.1-99
scan-do = スキャン
scan-stop = 停止
scan-group = スキャンで検出
scan-add = { $pcs } を追加
scan-progress = スキャンの進行状況
scan-running = アドレス { $of } 件中 { $done } 件
scan-done = アドレス { $of } 件を完了
scan-stopped = アドレス { $of } 件中 { $done } 件で停止
scan-nothing-yet = まだ応答なし
scan-nothing = 応答なし
scan-answer = { $pcs } が応答
scan-encrypted = 暗号化あり
scan-plain = 暗号化なし
scan-saved-as = { $name } として保存済み

## Command palette

palette-hint = 何をしますか?
palette-name = 操作または PC
palette-nothing = 該当するものはありません
palette-connect = { $name } に接続

## Header

header-power-on = オン
header-power-off = オフ
header-power-asleep = スリープ
header-power-name = 電源、{ $state }
header-power-title = PC の状態: { $state }
header-power-about = Intel AMT の情報 (15 秒ごとに取得)
header-pinned = TLS、固定済み
header-known-issuer = TLS、既知の発行者
header-plain = 暗号化なし
header-old = TLS、期限切れ
header-safety-name = セキュリティ、{ $state }
header-plain-title = この接続は暗号化されていません
header-plain-about = 経路上で傍受できる者は画面と入力内容を見られます。パスワード自体は送信しません。信頼できるネットワーク内でのみ使用してください。
header-encrypted-title = この接続は暗号化されています
header-pinned-about = PC は既知の証明書を提示しました。
header-issuer-about = { $issuer } がこの PC を保証しています。
header-valid = 有効期間 { $from } ～ { $to }
header-old-about = 有効期間外です。更新してください。
header-consent-title = ユーザーが同意しました
header-consent-about = 接続中、ユーザーの画面に枠が表示されます。
header-consent-end = 同意を終了

## Power menu

power-unknown = 電源の状態はまだ不明です
power-start-from = 起動元
power-back = 戻る
power-not-possible = この PC は要求に応じて実行できません
power-once = 1 回のみ。次回以降は設定どおりに起動します
power-lost = 保存していない作業は失われます。
power-wake = スリープ解除
power-on = 電源を入れる
power-shut-down = システムにシャットダウンを要求
power-ask-restart = システムに再起動を要求
power-restart-now = 今すぐ再起動…
power-off-now = 今すぐ電源を切る…
power-cycle-now = 電源を入れ直す…
power-nmi-now = 診断割り込み…
power-sleep = スリープ
power-hibernate = 休止状態
power-ask-off = { $name } の電源を今すぐ切りますか?
power-do-off = 電源を切る
power-ask-cycle = { $name } の電源を入れ直しますか?
power-do-cycle = 入れ直す
power-ask-nmi = { $name } に診断割り込みを送りますか?
power-do-nmi = 送る
power-ask-restart-now = { $name } を今すぐ再起動しますか?
power-ask-setup = { $name } を BIOS セットアップで再起動しますか?
power-ask-network = { $name } をネットワークから再起動しますか?
power-ask-cd = { $name } を CD から再起動しますか?
power-ask-disk = { $name } をディスクから再起動しますか?
power-do-restart = 再起動
power-to-setup = BIOS セットアップ
power-to-disk = ディスク
power-to-network = ネットワーク
power-to-cd = CD ドライブ

## Login

login-title = { $name } にログイン
login-do = ログイン
login-remember = キーストアに保存する
login-tries = { $count ->
       *[other] これまで { $count } 回試行
    }

## Consent

consent-asking = PC にコードの表示を要求中
consent-pc-off = コードを表示するには PC の電源が必要です
consent-turn-on = 電源を入れて要求
consent-refused = PC がコードを表示しません
consent-refused-about = ファームウェアが拒否しました。1 分後にもう一度試してください。
consent-given = 同意済み
consent-ask-again = もう一度要求
consent-new-code = 新しいコードを表示
consent-new-code-short = 新しいコード
consent-tries = { $count ->
       *[other] { $count } 回
    }
consent-wrong = コードが違います。残り { $tries }
consent-tries-left = 残り { $tries }
consent-script = 画面の枠内にある 6 桁の数字を読み上げてください
consent-checking = コードを確認中
consent-read-again = ユーザーにもう一度読み上げてもらってください
consent-copy = チャット用にコピー
consent-time = 残り { $time }
consent-hurry = 残り 30 秒未満
consent-digits = { $all } 桁中 { $typed } 桁
consent-display = 枠を表示する画面
consent-code = 同意コード

## Trust

trust-new = { $name } の新しい証明書
trust-new-about = 可能なら照合してください。確認後に記憶します
trust-accept = 信頼して接続
trust-once = 今回のみ
trust-details = 詳細
trust-hide = 詳細を隠す
trust-changed = { $name } の証明書が変わりました
trust-changed-about = PC の再設定でもこうなりますが、攻撃でも同じです
trust-known-before = 以前の証明書
trust-known-since = { $date } から既知
trust-offered = 今回の証明書
trust-known = 既知のフィンガープリント
trust-reason = 置き換えてよい理由
trust-reason-hint = 例: 月曜にボード交換、チケット 4711
trust-accept-new = 新しい証明書を信頼
trust-accept-new-ask = 新しい証明書を信頼…
trust-refuse = 接続しない
trust-compare = 比較
trust-itself = 自己署名
trust-issuer = 発行者
trust-valid = 有効期間
trust-dates = { $from } ～ { $to }
trust-subject = サブジェクト
trust-names = 名前
trust-key = 鍵
trust-unknown = 不明

## Status bar

status-all-keys = Alt+Tab を含むすべてのキーを PC に送信中 · 右 Ctrl で解放
status-keys = キーを PC に送信中 · 右 Ctrl で解放
status-view-only = 表示のみ。PC には何も送りません
status-freed = キー入力はこのコンピューターに戻りました
status-click = 画像をクリックするか右 Ctrl を押すと PC に入力できます
status-seen = ユーザーに表示中

## Notices

note-light = ライトテーマ
note-dark = ダークテーマ
note-system-theme = テーマはシステムに従います
note-keys-stay = システムキーはこのコンピューターに残ります
note-keys-taken = 別のプログラムがキーボードを占有しています。終了してから、もう一度取り込んでください。
note-clipboard = 画面をクリップボードに入れました
note-screenshot = スクリーンショットを保存しました
note-file = ファイルに保存しました
note-oversized = 画像がこのコンピューターには大きすぎます
note-oversized-about = { $width } × { $height } は表示できる大きさを超えています。PC の解像度を下げてください。

## Journal

journal-reading = 作業記録を読み込み中
journal-filter = 絞り込み
journal-copy-tip = CSV としてコピー
journal-export = 書き出す
journal-export-tip = CSV ファイルに保存
journal-again = 再読み込み
journal-again-tip = 作業記録をもう一度読み込む
journal-count = { $count } 件、新しい順
journal-count-of = { $count } 件中 { $shown } 件、新しい順
journal-damaged = { $count } 行は読めません
journal-empty = まだ記録はありません
journal-no-match = 該当する記録はありません
journal-stored = 誰がいつどの PC に何をしたか、ユーザーがどう同意したか、どのファイルを使ったか。{ $path } にあり、ほかには送られません。
journal-nothing-stored = 何も保存しません。これらの PC はシミュレーションか、このウィンドウは記録を残しません。
journal-sees = PC のユーザーに見えるもの
journal-sees-about = 画面を開いている間は枠とアイコンが、PC が同意を求める場合は開く前に 6 桁の同意コードが表示されます。Outband はそれらをこちらにも表示し、決して無効にしません。
journal-read = PC から読み取るもの
journal-read-about = ビューを開いている間の画面とシリアルのテキスト。デバイスビューが求めたときのバージョン、設定、電源の状態、ハードウェア、ログ。ディスク上のファイルは読み取りません。
journal-stores = このコンピューターに保存されるもの
journal-never = ここに決して保存されないもの
journal-never-about = 入力したキー、画像と画面のテキスト (スクリーンショットやログを保存した場合を除く)、同意コード、システムのキーストア以外でのパスワード。

## Connecting

progress-title = { $name } に接続中
progress-name = 名前
progress-connection = 接続
progress-session = セッション
progress-login = ログイン
progress-screen = 画面
progress-picture = 画像
progress-encrypting = 暗号化中
lost-again-in = { $secs } 秒後に自動で再試行します
lost-again = 再試行中
lost-reconnect-now = 今すぐ再接続
closed-title = { $name } から切断しました
last-picture = 最後の画像 { $time }
fault-details = 詳細
note-close = 通知を閉じる
note-play = 再生
note-undo = 元に戻す
close-lends = { $name } にイメージを貸し出し中です
close-keep = 開いたままにする
close-eject = 取り出して閉じる
drop-boot = ドロップすると { $name } をこのイメージから起動します
full-screen-hint = 右 Ctrl でキーを解放、右 Ctrl+F で全画面を終了
wall-empty = 開いている PC はありません。一覧または新しいタブから開くと、ここに表示されます。
wall-needs-consent = 同意が必要
wall-last-picture = { $state }、最後の画像 { $time }
steps-stop = 待機をやめる
header-recording-title = 画面を録画しています
header-recording-to = 保存先 { $path }
header-recording-about = 画面上のすべてが含まれます。入力したキーは含まれません。
header-recording-end = 録画を終了


## Device

facts-called = 呼び名
facts-amt-name = Intel AMT での名前
facts-os-name = OS での名前
facts-model = モデル
facts-serial-number = シリアル番号
facts-power = 電源
facts-version = バージョン
facts-mode = モード
facts-certificate = 証明書
facts-clock = 時計
facts-event-log = イベントログ
facts-audit-log = 監査ログ
facts-policy = ポリシー
facts-changed-by = 変更できる者
facts-code-shown = コードの表示時間
facts-lapses = 失効までの時間
facts-before = 以前の接続
facts-wired = 有線
facts-wired-mac = 有線の MAC アドレス
facts-wired-gateway = 有線のゲートウェイ
facts-wireless = 無線
facts-wireless-mac = 無線の MAC アドレス
facts-wireless-gateway = 無線のゲートウェイ
facts-processor = プロセッサー
facts-drives = ドライブ
facts-board = ボード
facts-displays = ディスプレイ
facts-started-by = 起動の理由
facts-now = 現在
facts-memory = メモリー
facts-identity = 識別情報
facts-consent = 同意
facts-connected = 現在の接続
facts-network = ネットワーク
facts-hardware = ハードウェア
facts-allowed = 許可
facts-unknown = 不明な項目
facts-copy = クリックでコピー
facts-ports-closed = リダイレクトのポートが閉じているため、どれも使えません。いずれかを有効にすると開きます。
facts-enabling = 有効にすると Intel AMT の設定が変わり、ログに記録されます
facts-on-closed = オン、ポート閉鎖
facts-on = オン
facts-in-use = オン、使用中
facts-off = オフ
facts-forbidden = ファームウェア設定で禁止
facts-absent = この PC にはありません
facts-enable = 有効にする
facts-enable-one = { $feature } を有効にする
facts-clock-right = { $date }、正確
facts-clock-fast = { $date }、{ $by } 進み
facts-clock-slow = { $date }、{ $by } 遅れ
facts-until = { $subject }、{ $date } まで
facts-records = { $count ->
       *[other] { $count } 件
    }
facts-consent-none = 求めない
facts-consent-screen = 画面に必要
facts-consent-all = 画面、メディア、起動に必要
facts-changed-console = コンソールから変更可能
facts-changed-pc = PC 本体でのみ
facts-by-radio = { $what }、無線
facts-nobody = なし
facts-link-up = 接続済み
facts-link-down = リンクなし
facts-link-unknown = リンク不明
facts-modules = { $count ->
       *[other] { $size } ({ $count } 枚)
    }
facts-drive = ドライブ
facts-days = { $count } 日
facts-sheet = 情報
facts-doctor = 診断
facts-read-again = 再読み込み
facts-read-again-tip = PC からもう一度読み取る
facts-age-new = 1 分以内に取得
facts-age = { $minutes } 分前に取得
facts-asking = Intel AMT に問い合わせ中
facts-not-yet = まだ情報がありません。PC がログインを受け入れると表示されます。

## Logs

logs-count = { $count } 件
logs-count-of = { $count } 件中 { $shown } 件
logs-unreadable = 読めないもの { $count } 件
logs-newest = 新しい順
logs-empty = ログは空です
logs-no-match = 該当する記録はありません
logs-time = 時刻
logs-severity = 重大度
logs-source = 発生元
logs-text = 内容
logs-who = 実行者
logs-part = 対象
logs-critical = 重大
logs-warning = 警告
logs-information = 情報
logs-from = { $text }、{ $address } から

## Lock keys of a PC

lock-on = オン
lock-off = オフ

## The picture of a PC

picture-unasked = 要求なしで画像を送る
picture-unasked-about = Back-to-back モード: PC は要求を待たずに次の画像を送ります。遠い PC では速くなります
