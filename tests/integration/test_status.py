"""What the warehouse says of itself."""

from warehouse import status


def test_a_crawl_under_way_says_how_far_it_is(fresh, rows):
    rows(
        fresh,
        "insert into raw.crawl (source, mode, counts, parser_version, code_version)"
        " values ('un_resolutions', 'sweep', '{\"listed\": 40}', 1, 'test') returning crawl_id",
    )
    assert status.crawl_under_way(fresh, "un_resolutions").startswith("0 pages asked for of 40 expected")
    assert status.crawl_under_way(fresh, "another") is None


def test_a_walk_under_way_counts_the_pages_its_lists_say_they_have(fresh, rows):
    rows(
        fresh,
        "insert into raw.crawl (source, mode, counts, parser_version, code_version) values ('peacewomen', 'sweep',"
        ' \'{"listed": 400, "pages": 50, "pages_expected": 90}\', 1, \'test\') returning crawl_id',
    )
    assert status.crawl_under_way(fresh, "peacewomen").startswith("0 pages asked for of 90 expected")
