"""The paper as natoqa reads it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from natoqa import NatoqaError, Paper
from natoqa import resources as resources_module
from natoqa.corpus import load_paper, load_paraphrases, read_translation, read_tsv, text_hash
from natoqa.overview import load_summary
from natoqa.resources import corpus_folder

SLUG = "nids-350"
_JA = "ぁ-ゖァ-ヺー一-龯々"


def _solid(text: str) -> str:
    return "".join(text.split())


def test_five_sections_in_order(paper: Paper) -> None:
    assert [s.title for s in paper.sections] == [
        "はじめに",
        "抑止と防衛：態勢の発展と課題",
        "ウクライナ支援：NATOによる体系化",
        "パートナーシップ：IP4との協力と対中認識の変化",
        "おわりに",
    ]
    assert [s.id for s in paper.sections] == ["s1", "s2", "s3", "s4", "s5"]


def test_every_body_paragraph_is_in_one_section(paper: Paper) -> None:
    ids = [i for section in paper.sections for i in section.paragraph_ids]
    assert ids == [f"p{n:02d}" for n in range(1, 32)]
    for section in paper.sections:
        for paragraph_id in section.paragraph_ids:
            paragraph = paper.paragraph(paragraph_id)
            assert (paragraph.section, paragraph.section_en) == (section.title, section.title_en)


def test_thirty_one_body_paragraphs_after_the_front_matter(paper: Paper) -> None:
    assert [p.id for p in paper.paragraphs] == [f"p{n:02d}" for n in range(32)]
    assert [p.number for p in paper.paragraphs] == list(range(32))
    assert paper.paragraphs[7].marker == "¶7"


def test_paragraphs_begin_where_the_paper_does(paper: Paper) -> None:
    assert paper.paragraph("p01").text.startswith(
        "2024年7月9日から11日にかけて、米国のワシントンDC"
    )
    assert paper.paragraph("p05").text.startswith("その他、抑止と防衛について")
    assert paper.paragraph("p31").text.startswith("その意味で、同盟の安定性には")


def test_front_matter(paper: Paper) -> None:
    front = paper.front
    assert [s.text for s in front.sentences] == [
        "第350号",
        "2024年9月3日",
        "ワシントンNATO首脳会合の成果と課題",
        "——抑止と防衛、ウクライナ支援、パートナーシップの観点から",
        "地域研究部 米欧ロシア研究室 研究員 田中 亮佑",
        "（2024年8月27日 脱稿）",
    ]
    assert front.pages == (1, 11)


def test_front_matter_and_facts_agree(paper: Paper) -> None:
    text = _solid(paper.front.text)
    assert paper.title in text
    assert paper.subtitle in text
    assert paper.author in text
    assert _solid(paper.affiliation) in text
    assert f"第{paper.number}号" in text
    assert (paper.date, paper.completed) == ("2024-09-03", "2024-08-27")
    assert paper.institute == "防衛研究所"


def test_pages_run_from_1_to_11(paper: Paper) -> None:
    assert paper.pages == 11
    assert {page for p in paper.body for page in p.pages} == set(range(1, 12))
    starts = [p.page for p in paper.body]
    assert starts == sorted(starts)


def test_a_paragraph_that_crosses_a_page_keeps_both(paper: Paper) -> None:
    crossing = {p.id: p.pages for p in paper.body if len(p.pages) > 1}
    # Every page turns inside a paragraph but pages 3 and 4, which begin with one.
    assert crossing == {
        "p02": (1, 2),
        "p11": (4, 5),
        "p14": (5, 6),
        "p18": (6, 7),
        "p22": (7, 8),
        "p25": (8, 9),
        "p28": (9, 10),
        "p31": (10, 11),
    }


def test_a_sentence_knows_its_page(paper: Paper) -> None:
    fund = next(s for s in paper.paragraph("p14").sentences if "信託基金" in s.text)
    assert fund.pages == (5, 6)  # the page turns between 2021 and 年
    assert paper.paragraph("p14").sentences[0].pages == (5,)
    for paragraph in paper.body:
        assert {page for s in paragraph.sentences for page in s.pages} == set(paragraph.pages)


def test_sentences_stand_at_their_offsets_and_cover_the_paragraph(paper: Paper) -> None:
    for paragraph in paper.body:
        end = 0
        for i, sentence in enumerate(paragraph.sentences, 1):
            assert sentence.id == f"{paragraph.id}s{i:02d}"
            assert sentence.start == end
            assert paragraph.text[sentence.start : sentence.end] == sentence.text
            end = sentence.end
        assert end == len(paragraph.text)
    front = paper.front
    assert all(front.text[s.start : s.end] == s.text for s in front.sentences)


def test_sentence_at_finds_the_sentence_of_a_character(paper: Paper) -> None:
    paragraph = paper.paragraph("p07")
    for sentence in paragraph.sentences:
        assert paragraph.sentence_at(sentence.start) is sentence
        assert paragraph.sentence_at(sentence.end - 1) is sentence
    with pytest.raises(ValueError, match="p07"):
        paragraph.sentence_at(len(paragraph.text))


def test_no_sentence_breaks_inside_brackets(paper: Paper) -> None:
    for paragraph in paper.body:
        for sentence in paragraph.sentences:
            for left, right in ("「」", "『』", "（）"):
                assert sentence.text.count(left) == sentence.text.count(right), sentence.id
            assert sentence.text.endswith("。"), sentence.id


def test_58_footnotes_in_order(paper: Paper) -> None:
    numbers = [note.number for p in paper.body for note in p.footnotes]
    assert numbers == list(range(1, 59))


def test_a_footnote_stands_before_punctuation(paper: Paper) -> None:
    for paragraph in paper.body:
        for note in paragraph.footnotes:
            assert paragraph.text[note.offset] in "。、」』（）", (paragraph.id, note.number)
            assert re.match(f"[{_JA}」』）]", paragraph.text[note.offset - 1])


def test_a_footnote_stands_where_the_source_has_it(paper: Paper) -> None:
    first = paper.paragraph("p01")
    assert first.text[: first.footnotes[0].offset].endswith("公表している")
    across = next(n for n in paper.paragraph("p23").footnotes if n.number == 46)
    before = _solid(paper.paragraph("p23").text[: across.offset])[-6:]
    assert f"{before}46" in _solid(paper.paragraph("p23").source)


def test_no_footnote_mark_is_left(paper: Paper) -> None:
    for paragraph in paper.body:
        left = re.findall(f"[{_JA}」』）]\\d+(?=[。、])", paragraph.text)
        assert not left, (paragraph.id, left)


@pytest.mark.parametrize(
    ("paragraph", "kept"),
    [
        ("p09", "ステッドファスト・ディフェンダー24"),
        ("p16", "400億ユーロ"),
        ("p21", "IP4"),
        ("p14", "4つ"),
        ("p03", "2%"),
        ("p07", "ハッカネン（Antti Häkkänen）"),
    ],
)
def test_digits_and_names_of_the_text_are_kept(paper: Paper, paragraph: str, kept: str) -> None:
    assert kept in paper.paragraph(paragraph).text


def test_blanks_stand_only_between_latin_words(paper: Paper) -> None:
    for paragraph in paper.body:
        for found in re.finditer(r"\s+", paragraph.text):
            around = paragraph.text[found.start() - 1] + paragraph.text[found.end()]
            assert found.group() == " ", paragraph.id
            assert re.fullmatch(r"[A-Za-z\u00c0-\u024f]{2}", around), (paragraph.id, around)


def test_every_source_character_is_accounted_for(paper: Paper) -> None:
    """Clean text with its marks put back, blanks aside, is the source."""
    for paragraph in paper.body:
        text = paragraph.text
        for note in reversed(paragraph.footnotes):
            text = text[: note.offset] + str(note.number) + text[note.offset :]
        assert _solid(text) == _solid(paragraph.source), paragraph.id
    assert _solid(paper.front.text) == _solid(paper.front.source)


def test_paragraphs_and_titles_are_the_whole_source(paper: Paper) -> None:
    source = _solid((corpus_folder(SLUG) / "source.txt").read_text(encoding="utf-8"))
    lines = paper.front.source.split("\n")
    parts = lines[:-1]
    for section in paper.sections:
        parts.append(section.title)
        parts += [paper.paragraph(i).source for i in section.paragraph_ids]
    assert _solid("".join([*parts, lines[-1]])) == source


def test_everything_has_a_translation_and_a_heading(paper: Paper) -> None:
    for paragraph in paper.paragraphs:
        assert paragraph.heading, paragraph.id
        assert paragraph.heading_en, paragraph.id
        for sentence in paragraph.sentences:
            assert re.search("[A-Za-z]{2}|No", sentence.translation), sentence.id
            assert not re.search(f"[{_JA}]", sentence.translation), sentence.id
    assert all(s.title_en for s in paper.sections)


def test_a_translation_keeps_the_numbers_of_its_sentence(paper: Paper) -> None:
    """Years are written alike in both languages, so one that is missing shows a slip."""
    for paragraph in paper.body:
        for sentence in paragraph.sentences:
            years = set(re.findall(r"(?:19|20)\d\d(?=年)", sentence.text))
            assert years <= set(re.findall(r"\d{4}", sentence.translation)), sentence.id


def test_translation_rows_are_those_of_the_paper(paper: Paper) -> None:
    rows = read_translation(corpus_folder(SLUG) / "translation.en.tsv")
    sentences = {s.id: s.text for p in paper.paragraphs for s in p.sentences}
    titles = {s.id: s.title for s in paper.sections}
    assert set(rows) == set(sentences) | set(titles)
    for row_id, text in (sentences | titles).items():
        assert rows[row_id].sha256 == text_hash(text)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The paper's folder in a data root of its own, under another name."""
    folder = tmp_path / "corpus" / f"copy-{tmp_path.name}"
    shutil.copytree(corpus_folder(SLUG), folder)
    monkeypatch.setattr(resources_module, "data_root", lambda: tmp_path)
    return folder


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_another_folder_of_the_corpus_is_another_paper(copied: Path) -> None:
    assert load_paper(copied.name).slug == copied.name


def test_a_sentence_that_changed_under_its_translation_is_named(copied: Path) -> None:
    _replace(copied / "source.txt", "一方的な", "一方的")
    with pytest.raises(NatoqaError, match=r"translation\.en\.tsv: row p01s02 .*sha256"):
        load_paper(copied.name)


def test_a_missing_translation_row_is_named(copied: Path) -> None:
    path = copied / "translation.en.tsv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(r for r in rows if not r.startswith("p09s03\t")), encoding="utf-8")
    with pytest.raises(NatoqaError, match="row p09s03 "):
        load_paper(copied.name)


def test_swapped_translation_hashes_are_named(copied: Path) -> None:
    rows = read_translation(copied / "translation.en.tsv")
    _replace(copied / "translation.en.tsv", rows["p20s01"].sha256, rows["p20s02"].sha256)
    with pytest.raises(NatoqaError, match="row p20s01 "):
        load_paper(copied.name)


def test_a_missing_paper_is_a_plain_error() -> None:
    with pytest.raises(NatoqaError, match="no-such-paper"):
        load_paper("no-such-paper")


def test_a_missing_translation_file_is_a_plain_error(copied: Path) -> None:
    (copied / "translation.en.tsv").unlink()
    with pytest.raises(NatoqaError, match=r"translation\.en\.tsv"):
        load_paper(copied.name)


def test_every_sentence_is_restated_in_both_languages(paper: Paper) -> None:
    restated = load_paraphrases(paper)
    assert [len(p) for p in restated] == [len(p.sentences) for p in paper.body]
    for paragraph, rows in zip(paper.body, restated, strict=True):
        for sentence, row in zip(paragraph.sentences, rows, strict=True):
            assert re.search(f"[{_JA}]", row.ja), sentence.id
            assert re.search("[A-Za-z]", row.en), sentence.id
            assert not re.search(f"[{_JA}]", row.en), sentence.id
            assert row.ja != sentence.text
            assert row.en != sentence.translation


def test_a_restatement_of_another_text_is_named(copied: Path, paper: Paper) -> None:
    rows = {row["id"]: row for row in read_tsv(copied / "paraphrase.tsv")}
    _replace(copied / "paraphrase.tsv", rows["p12s02"]["sha256"], "0" * 12)
    with pytest.raises(NatoqaError, match=r"paraphrase\.tsv: row p12s02 "):
        load_paraphrases(paper.model_copy(update={"slug": copied.name}))


def test_what_a_sentence_points_to_stands_after_the_word_that_points(paper: Paper) -> None:
    rows = read_tsv(corpus_folder(SLUG) / "antecedents.tsv")
    sentences = {s.id: s for p in paper.body for s in p.sentences}
    assert {row["id"] for row in rows} == {i for i, s in sentences.items() if s.antecedents}
    for row in rows:
        sentence = sentences[row["id"]]
        found = [a.at for a in sentence.antecedents if a.text == row["antecedent"]]
        assert [sentence.text[:at].endswith(row["pointer"]) for at in found] == [True]
        assert not re.search("[。〔〕]", row["antecedent"])


def test_what_another_sentence_points_to_is_named(copied: Path) -> None:
    rows = {row["id"]: row for row in read_tsv(copied / "antecedents.tsv")}
    _replace(copied / "antecedents.tsv", rows["p09s03"]["sha256"], "0" * 12)
    with pytest.raises(NatoqaError, match=r"antecedents\.tsv: row p09s03 'この演習' .*sha256"):
        load_paper(copied.name)


def test_a_reason_of_another_text_is_named(copied: Path) -> None:
    rows = {row["id"]: row for row in read_tsv(copied / "reasons.tsv")}
    _replace(copied / "reasons.tsv", rows["p12s06"]["sha256"], "0" * 12)
    with pytest.raises(NatoqaError, match=r"reasons\.tsv: row p12s06 .*sha256"):
        load_paper(copied.name)


def test_the_sentences_that_give_a_reason_are_marked(paper: Paper) -> None:
    marked = {s.id for p in paper.body for s in p.sentences if s.gives_reason}
    assert marked == {row["id"] for row in read_tsv(corpus_folder(SLUG) / "reasons.tsv")}


def test_a_word_that_points_and_is_not_there_is_named(copied: Path) -> None:
    _replace(copied / "antecedents.tsv", "この演習", "この訓練")
    with pytest.raises(NatoqaError, match=r"antecedents\.tsv: row p09s03 'この訓練'"):
        load_paper(copied.name)


def test_summary_rests_on_sentences_of_the_paper(paper: Paper) -> None:
    sentences = {s.id for p in paper.body for s in p.sentences}
    summary = load_summary(SLUG)
    assert set(summary) == {"whole", "s1", "s2", "s3", "s4", "conclusion", "decisions"}
    for part, lines in summary.items():
        assert lines, part
        for line in lines:
            assert re.search(f"[{_JA}]", line.ja), part
            assert line.en, part
            assert line.evidence, part
            assert set(line.evidence) <= sentences, part
            assert {i[:3] for i in line.evidence} == set(line.paragraphs), part


def test_a_section_summary_rests_on_that_section(paper: Paper) -> None:
    summary = load_summary(SLUG)
    parts = ("s1", "s2", "s3", "s4", "conclusion")
    for section, part in zip(paper.sections, parts, strict=True):
        for line in summary[part]:
            assert set(line.paragraphs) <= set(section.paragraph_ids), section.id


def test_how_to_cite(paper: Paper) -> None:
    entry = paper.bibtex.strip()
    assert re.match(r"@\w+\{[\w-]+,", entry)
    assert entry.count("{") == entry.count("}")
    for field in ("author", "title", "institution", "number", "year"):
        assert re.search(rf"^\s*{field}\s*=", entry, re.MULTILINE), field
    for text in (paper.citation, paper.citation_en):
        assert "350" in text
        assert "2024" in text
    assert paper.author in paper.citation
    assert paper.author_en in paper.citation_en


def test_rights_name_their_holders(paper: Paper) -> None:
    assert "防衛研究所" in paper.rights
    assert "National Institute for Defense Studies" in paper.rights_en
    assert "unofficial" in paper.rights_en
