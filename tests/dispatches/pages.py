"""Web pages of ten layouts of our own, made by seed, with all that surrounds an article."""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple
from zlib import crc32

from words_made import Teller

MENU = "<li><a href='/a'>Accueil</a></li><li><a href='/m'>Monde</a></li><li><a href='/s'>Sports</a></li><li><a href='/e'>Économie</a></li>"
COOKIES = (
    "<div class='cookie-banner' id='consent'><p>Nous utilisons des cookies pour mesurer l'audience et vous proposer "
    "des contenus adaptés. Vous pouvez accepter ou refuser.</p><button>Tout accepter</button><button>Refuser</button></div>"
)
SHARE = "<div class='share-bar'><a>Partager sur Facebook</a> <a>Partager sur Twitter</a> <a>Envoyer par e-mail</a></div>"
AD = "<div class='ad pub'><span>Publicité</span></div>"
NEWSLETTER = "<div class='newsletter'><p>Abonnez-vous à notre newsletter pour recevoir l'essentiel de l'actualité chaque matin.</p></div>"
PAYWALL = "<div class='paywall'><p>Il vous reste 80 % de cet article à lire. Déjà abonné ? Se connecter</p></div>"
FOOT = "<footer><p>© 2021 Le Phare. Tous droits réservés.</p><p>Mentions légales</p><p>Contact</p></footer>"
TAGS = "<ul class='tags'><li><a>Port</a></li><li><a>Grève</a></li></ul>"

# {t} title, {l} lead, {b} paragraphs, {r} related, {c} comments, {f} caption, {d} date for eyes
LAYOUTS = (
    "<header><nav><ul>{menu}</ul></nav></header>{cookies}<main><article><h1>{t}</h1><p class='chapo'>{l}</p>{share}{b}</article>{r}</main>{foot}",
    "<div id='top'><ul class='nav'>{menu}</ul></div><div id='content'><h1>{t}</h1><div class='date'>{d}</div><p><b>{l}</b></p>{b}{tags}</div><div id='sidebar'>{r}{news}</div>{foot}",
    "<nav>{menu}</nav><article><header><h1>{t}</h1><time>{d}</time></header><figure><img src='x.jpg'><figcaption>{f}</figcaption></figure><p>{l}</p>{b}</article><aside>{r}</aside>{c}{foot}",
    "{cookies}<div class='page'><div class='menu'><ul>{menu}</ul></div><div class='post'><h1 class='entry-title'>{t}</h1>{share}<div class='entry-content'><p>{l}</p>{b}{share}</div><div id='comments' class='comments'>{c}</div></div></div>{foot}",
    "<header>{menu}</header><main role='main'><section class='article-body'><h1>{t}</h1><h2 class='subtitle'>{l}</h2>{ad}{b}{news}</section><section class='related'>{r}</section></main>{foot}",
    "<table width='100%'><tr><td colspan='2'><ul>{menu}</ul></td></tr><tr><td class='main'><h1>{t}</h1><p>{l}</p>{b}</td><td class='right'>{r}</td></tr></table>{foot}",
    "<main><article itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop='headline'>{t}</h1>{share}<div itemprop='articleBody'><p>{l}</p>{b}</div>{tags}</article>{c}</main>{cookies}{foot}",
    "<nav><ul>{menu}</ul></nav><div class='container'><h1>{t}</h1><p class='meta'>{d}</p><figure><img src='y.jpg'><figcaption>{f}</figcaption></figure><div class='article__content'><p>{l}</p>{b}</div>{pay}</div><div class='read-also'>{r}</div>{foot}",
    "<header><ul>{menu}</ul></header><article class='amp'><h1>{t}</h1><p>{l}</p>{ad}{b}{ad}</article><aside class='newsletter-box'>{news}</aside><aside class='most-read'>{r}</aside>{foot}",
    "<div class='wrapper'><div class='header'><ul>{menu}</ul>{cookies}</div><div class='story'><h1>{t}</h1><div class='byline'>{d}</div>{share}<div class='story-text'><p>{l}</p>{b}</div>{tags}<div class='comment-list'>{c}</div></div><div class='footer-links'>{r}</div></div>{foot}",
)  # fmt: skip


# Layouts whose names of classes say nothing, as those that a build tool makes.
NAMELESS = (3, 8)
_NAMES = re.compile(r"(?:class|id)='[^']*'")


class MadePage(NamedTuple):
    """A page and the words its article says: title, lead, paragraphs."""

    html: bytes
    body: str


def make_page(seed: int) -> MadePage:
    """The page of a seed; its layout is the seed's last digit."""
    teller = Teller(seed)
    title, lead = teller.title(), teller.sentence()
    paragraphs = [teller.paragraph() for _ in range(teller.luck.randint(3, 8))]
    inserts = [
        AD,
        f"<p class='lire-aussi'>Lire aussi : <a href='/z'>{_e(teller.title())}</a></p>",
        NEWSLETTER,
    ]
    parts = []
    for rank, paragraph in enumerate(paragraphs):
        parts.append(f"<p>{_e(paragraph)}</p>")
        if rank % 2 and teller.luck.random() < 0.5:
            parts.append(teller.luck.choice(inserts))
    links = "".join(f"<li><a href='/{n}'>{_e(teller.title())}</a></li>" for n in range(4))
    comments = "".join(
        f"<div class='comment'><b>{teller.name()}</b><p>{_e(teller.sentence())}</p></div>"
        for _ in range(2)
    )
    day = teller.luck.randint(1, 28)
    body = LAYOUTS[seed % 10].format(
        t=_e(title), l=_e(lead), b="".join(parts), menu=MENU, cookies=COOKIES, share=SHARE, ad=AD,
        r=f"<h3>Sur le même sujet</h3><ul>{links}</ul>", news=NEWSLETTER, pay=PAYWALL, foot=FOOT, tags=TAGS,
        c=f"<section class='comments' id='comments'><h3>Commentaires</h3>{comments}</section>",
        f=f"Vue du port de {teller.name()}, le {day} mai 2021. © {teller.name()} / Le Phare",
        d=f"Publié le {day:02}/05/2021 à 18:05",
    )  # fmt: skip
    if seed % 10 in NAMELESS:
        body = _NAMES.sub(lambda m: f"class='css-{crc32(m[0].encode()):x}'", body)
    html = (
        f"<!doctype html><html lang='fr'><head><meta charset='utf-8'><title>{_e(title)} - Le Phare</title>"
        f"<meta property='og:title' content='{_e(title)}'><meta property='og:site_name' content='Le Phare'>"
        f"<meta property='article:published_time' content='2021-05-{day:02}T18:05:00+02:00'>"
        "<style>.ad{color:red}</style><script>var a = 'Publicité';</script></head>"
        f"<body>{body}</body></html>"
    )
    return MadePage(html.encode(), "\n\n".join([title, lead, *paragraphs]))


def _e(words: str) -> str:
    return escape(words, quote=True)
