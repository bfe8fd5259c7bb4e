"""A file is read in whatever encoding it is, and a guess is always told."""

# ruff: noqa: RUF001 - texts of many languages

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import FileError
from analytics.intake.encoding import TRIED, encoding_of, guess
from tests.intake.reading import read

GOLDEN = Path(__file__).parents[1] / "golden" / "redmine_csv"
HEAD = "Issue key,Summary,Status\n"
TEXTS = {
    "german": "Größe prüfen, Straße ergänzen, Öffnungszeiten über Nacht",
    "french": "Tâche terminée, c'est à vérifier près du café où ça brûle",
    "spanish": "Revisión del pago, mañana habrá más información útil",
    "polish": "Sprawdź płatność, błąd żądania, część główna się psuje",
    "czech": "Příliš žluťoučký kůň úpěl ďábelské ódy, řešení chyb",
    "hungarian": "Árvíztűrő tükörfúrógép, felhasználói űrlap törlése",
    "turkish": "Ödeme sayfası açılmıyor, şifre değiştirme işlemi, çağrı",
    "russian": "Проверить оплату заказа, исправить ошибку на странице",
    "greek": "Έλεγχος πληρωμής της παραγγελίας, διόρθωση σφάλματος",
    "japanese": "支払い画面の表示を修正する、予定とソースの能力",
    "chinese": "修复支付页面的错误，检查订单的状态和说明",
    "taiwanese": "修復支付頁面的錯誤，檢查訂單的狀態與說明",
    "korean": "결제 화면의 오류를 수정하고 주문 상태를 확인한다",
}
FEW = ("german", "russian", "japanese")
READ = [
    *((name, "utf-8") for name in FEW),
    *((name, "utf-8-sig") for name in FEW),
    *((name, "utf-16") for name in FEW),
    *((name, "utf-16-le") for name in FEW),
    *((name, "utf-16-be") for name in FEW),
    *((name, "utf-32") for name in FEW),
    *(("german", "utf-32-le"), ("german", "utf-32-be")),
    *(("german", "cp1252"), ("french", "latin-1"), ("spanish", "iso8859_15")),
    *(("german", "cp1250"), ("polish", "cp1250"), ("czech", "cp1250")),
    *(("hungarian", "cp1250"), ("polish", "iso8859_2"), ("czech", "iso8859_2")),
    *(("turkish", "cp1254"), ("greek", "cp1253")),
    *(("russian", "cp1251"), ("russian", "koi8_r")),
    *(("japanese", "cp932"), ("japanese", "euc_jp"), ("japanese", "iso2022_jp")),
    *(("chinese", "gb18030"), ("taiwanese", "big5"), ("korean", "cp949")),
]


@pytest.mark.parametrize(("language", "encoding"), READ)
def test_every_encoding_is_read_as_it_was_written(
    tmp_path: Path, language: str, encoding: str
) -> None:
    summary = TEXTS[language].replace(",", "")
    text = HEAD + "".join(f"A-{n},{summary} {n},Open\n" for n in range(1, 5))
    found = read(tmp_path, text.encode(encoding))
    assert found.rows()[1] == ("A-2", f"{summary} 2")
    assert found.report.rows_quarantined == 0
    has_mark = encoding in {"utf-8", "utf-8-sig", "utf-16", "utf-32"}
    assert len([w for w in found.report.warnings if "read as" in w]) == (not has_mark)


@pytest.mark.parametrize(
    ("language", "encoding", "called"),
    [
        ("german", "cp1252", "Windows Western European (Latin-1)"),
        ("russian", "cp1251", "Windows Cyrillic"),
        ("japanese", "cp932", "Shift-JIS (Japanese)"),
    ],
)
def test_a_guess_is_told_by_its_name(language: str, encoding: str, called: str) -> None:
    found, note = guess(TEXTS[language].encode(encoding))
    assert found == encoding
    assert note == (
        f"The file is not UTF-8; it was read as {called}. Check letters with accents "
        "and signs."
    )


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        ("12 m³ Kühlung", "cp1252", "cp1252"),
        ("100 % – “fine”, it’s 5 €", "cp1252", "cp1252"),
        ("5 € für das Geschäft", "iso8859_15", "iso8859_15"),
        ("le cœur du système", "iso8859_15", "iso8859_15"),
        ("¿Qué pasa mañana?", "cp1252", "cp1252"),
        ("głowa", "cp1250", "cp1250"),
        ("½ Seite über ¼", "cp1252", "cp1252"),
    ],
)
def test_signs_of_every_text_decide_nothing_and_letters_do(
    text: str, codec: str, encoding: str
) -> None:
    found, _ = guess(text.encode(codec))
    assert found == encoding
    assert text.encode(codec).decode(found) == text


def test_a_line_in_another_encoding_does_not_change_the_file(tmp_path: Path) -> None:
    text = HEAD + "".join(f"A-{n},Größe,Open\n" for n in range(1, 200))
    content = text.encode() + "A-200,Größe,Open\n".encode("cp1252")
    found = read(tmp_path, content)
    assert found.report.rows_quarantined == 1
    assert "no text in the file's encoding" in found.reasons[0][1]


def test_a_record_that_is_no_text_in_a_guessed_encoding_is_set_aside(
    tmp_path: Path,
) -> None:
    text = HEAD + "".join(f"A-{n},{TEXTS['japanese']},Open\n" for n in range(1, 200))
    content = text.encode("cp932") + b"A-200,\x81\x20,Open\n"
    found = read(tmp_path, content)
    assert found.report.rows_loaded == 199
    assert [line for line, _ in found.reasons] == [201]


@pytest.mark.parametrize(
    ("name", "key", "subject"),
    [
        ("reference.csv", "#200", "Größe prüfen"),
        ("latin_1.csv", "#200", "Größe prüfen"),
        ("shift_jis.csv", "#3", "表示, 能力と予定"),
    ],
)
def test_exports_of_redmine_are_read_in_the_encoding_of_its_language(
    tmp_path: Path, name: str, key: str, subject: str
) -> None:
    found = read(tmp_path, (GOLDEN / name).read_bytes(), name)
    assert found.report.importer == "redmine_csv"
    assert (key, subject) in found.rows()


def test_two_bytes_that_are_no_text_are_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is text to read, not a table"):
        read(tmp_path, b"\xc8\x80")


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_get_an_encoding_that_python_knows(data: bytes) -> None:
    encoding, note = guess(data)
    assert encoding in {one.codec for one in TRIED}
    assert note.endswith(".")
    data.decode(encoding, "replace")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\x1b")))
def test_utf_8_is_never_taken_for_anything_else(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("text") / "file"
    path.write_bytes(b"a" + text.encode())
    assert encoding_of(path, path.read_bytes()) == ("utf-8", "")
