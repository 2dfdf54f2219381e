"""Data: the delivered message templates, which moderators may change."""

from __future__ import annotations

from typing import Any

from django.db import migrations

# Name: titles and texts in Chinese, Russian and English.
TEMPLATES = {
    "advertising": (
        ("广告", "Реклама", "Advertising"),
        (
            "您的评注推介了与该段无关的产品、服务或网站。欢迎就案文本身发表意见；"
            "引用资料请附出处，并说明其与该段的关系。",
            "Ваш комментарий рекламирует товар, услугу или сайт, не связанные с этим"
            " пунктом. Мы будем рады замечаниям по самому тексту; если вы ссылаетесь на"
            " источник, укажите, какое отношение он имеет к пункту.",
            "Your comment promotes a product, a service or a site that has nothing to do"
            " with the clause. Comments on the text itself are welcome; when you link"
            " to a source, please say how it bears on the clause.",
        ),
    ),
    "courtesy": (
        ("请就事论事", "Спорить с доводами, а не с людьми", "Arguments, not persons"),
        (
            "您的评注针对个人或群体，而非其论点。不同意见正是本站所需要的，"
            "但请针对案文和论点，而不要针对发表意见的人。您可以换一种方式重新表述您的论点。",
            "Ваш комментарий направлен против людей, а не против их доводов. Несогласие"
            " здесь уместно, однако речь должна идти о тексте и доводах, а не о тех, кто"
            " их высказывает. Вы можете изложить свою мысль заново в иной форме.",
            "Your comment attacks people rather than what they argue. Disagreement is"
            " what this portal is for, but please direct it at the text and the"
            " arguments, not at those who make them. You are welcome to make your point"
            " again in other words.",
        ),
    ),
    "personal-data": (
        ("个人资料", "Личные данные", "Personal data"),
        (
            "您的评注含有某人的个人资料，例如住址、电话号码或私人信函，"
            "而其本人并未予以公开。请删去这些内容后重新发表。",
            "Ваш комментарий содержит личные данные — например, адрес, номер телефона"
            " или частное письмо, — которых сам человек не обнародовал. Вы можете"
            " опубликовать комментарий заново без них.",
            "Your comment contains somebody's personal data, such as an address, a"
            " telephone number or a private letter, which that person has not made"
            " public. You are welcome to post it again without them.",
        ),
    ),
    "not-about-the-clause": (
        ("与该段无关", "Не о пункте", "Not about the clause"),
        (
            "每一段的讨论仅涉及该段的案文、译文、含义及执行情况。您的评注属于其他议题，"
            "因此没有保留在此处。如与另一段有关，请在该段下发表。",
            "В обсуждении пункта речь идет о его тексте, переводе, смысле и выполнении."
            " Ваш комментарий посвящен другому вопросу и поэтому здесь не оставлен. Если"
            " он относится к другому пункту, опубликуйте его там.",
            "The discussion of a clause is about its text, its translations, its meaning"
            " and how it is carried out. Your comment is on another matter and was"
            " therefore not left here. If it belongs to another clause, please post it"
            " there.",
        ),
    ),
    "shown-again": (
        ("恢复显示", "Показан снова", "Shown again"),
        (
            "我们重新审查了您的评注，认为没有理由予以隐藏。评注现已恢复显示，"
            "由此造成的不便，谨致歉意。",
            "Мы рассмотрели ваш комментарий еще раз и не нашли причин его скрывать. Он"
            " снова доступен для чтения. Приносим извинения за причиненные неудобства.",
            "We have looked at your comment once more and find no reason to hide it. It"
            " can be read again. We apologize for the inconvenience.",
        ),
    ),
    "decision-stands": (
        ("维持原决定", "Решение остается в силе", "The decision stands"),
        (
            "我们重新审查了您的评注，并研究了您的申诉。原决定所依据的理由仍然成立，"
            "因此维持原决定。",
            "Мы рассмотрели ваш комментарий еще раз и изучили вашу апелляцию. Основание,"
            " по которому принималось решение, сохраняется, поэтому решение остается в"
            " силе.",
            "We have looked at your comment once more and considered your appeal. The"
            " reason for the decision still holds; the decision therefore stands.",
        ),
    ),
    "repeated": (
        ("屡次违规", "Неоднократные нарушения", "Repeatedly against the rules"),
        (
            "您的评注已多次被隐藏，每次均已向您说明理由。因此，您的账户暂时不能发表评注；"
            "您仍可阅读和检索全部内容。",
            "Ваши комментарии скрывались неоднократно, и каждый раз вам сообщалась"
            " причина. Поэтому в течение указанного времени вы не можете комментировать;"
            " читать и искать вы можете по-прежнему.",
            "Comments of yours have been hidden several times, each time with the"
            " reason. For the time stated you therefore cannot comment; you can still"
            " read and search everything.",
        ),
    ),
}


def add(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("commentary", "MessageTemplate")
    for position, (name, (titles, texts)) in enumerate(TEMPLATES.items()):
        fields = {"title": titles[0], "text": texts[0]}
        for index, suffix in enumerate(("zh_hans", "ru", "en")):
            fields[f"title_{suffix}"] = titles[index]
            fields[f"text_{suffix}"] = texts[index]
        model.objects.create(name=name, position=position, **fields)


def remove(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("commentary", "MessageTemplate")
    model.objects.filter(name__in=TEMPLATES).delete()


class Migration(migrations.Migration):
    dependencies = [("commentary", "0003_decisions_frozen")]

    operations = [migrations.RunPython(add, remove)]
