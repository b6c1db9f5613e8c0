"""What the warehouse says of itself."""

from warehouse import status


def test_a_crawl_under_way_says_how_far_it_is(fresh, rows):
    rows(
        fresh,
        "insert into raw.crawl (source, mode, counts, parser_version, code_version)"
        " values ('un_resolutions', 'sweep', '{\"listed\": 40}', 1, 'test') returning crawl_id",
    )
    assert status.crawl_under_way(fresh, "un_resolutions").startswith("0 pages fetched of 40 listed")
    assert status.crawl_under_way(fresh, "another") is None
