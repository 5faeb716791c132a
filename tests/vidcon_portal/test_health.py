"""The health page tells a load balancer the truth and a stranger nothing."""

from django.db import DatabaseError, connection


def test_health_answers_while_the_database_does(client, db):
    response = client.get("/sehat/")

    assert response.status_code == 200
    assert response.content == b"sehat\n"
    assert "no-store" in response.headers["Cache-Control"]


def test_health_database_gone_is_503_without_details(client, db, monkeypatch):
    def refuse():
        raise DatabaseError("connection to server at 10.1.2.3 failed")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", refuse)
        response = client.get("/sehat/")

    assert response.status_code == 503
    assert b"10.1.2.3" not in response.content
