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
