// SPDX-License-Identifier: EUPL-1.2
#include "intake/program_texts.h"

static const char *const ids[] = {
    "day.fri",
    "day.mon",
    "day.sat",
    "day.sun",
    "day.thu",
    "day.tue",
    "day.wed",
    "slip.also",
    "slip.bring",
    "slip.code",
    "slip.desk",
    "slip.free",
    "slip.go",
    "slip.lang",
    "slip.next",
    "slip.noname",
    "slip.phone",
    "slip.ref",
    "slip.scan",
    "slip.staff",
    "slip.staff.interpreter",
    "slip.staff.scan",
    "slip.tasks",
    "slip.valid",
    "slip.when.ask",
    "slip.when.later",
    "slip.when.now",
    "ui.btn.done",
    "ui.btn.have",
    "ui.btn.more",
    "ui.btn.next",
    "ui.btn.print",
    "ui.closed.text",
    "ui.closed.title",
    "ui.foot.back",
    "ui.foot.contrast",
    "ui.foot.language",
    "ui.foot.larger",
    "ui.foot.listen",
    "ui.foot.reach",
    "ui.foot.staff",
    "ui.foot.stop",
    "ui.idle.stay",
    "ui.idle.text",
    "ui.idle.title",
    "ui.lang.title",
    "ui.print.busy",
    "ui.print.bye",
    "ui.print.desk",
    "ui.print.fail",
    "ui.print.photo",
    "ui.print.take",
    "ui.privacy.count",
    "ui.privacy.noname",
    "ui.privacy.send",
    "ui.privacy.skip",
    "ui.privacy.start",
    "ui.privacy.title",
    "ui.privacy.wipe",
    "ui.progress",
    "ui.provider.any",
    "ui.provider.text",
    "ui.result.also",
    "ui.result.first",
    "ui.result.title",
    "ui.result.wrong",
    "ui.select.max",
    "ui.selected",
    "ui.slip.arrow",
    "ui.sos",
    "ui.staff.text",
    "ui.staff.title",
    "ui.start.noappt",
    "ui.start.title",
    "ui.start.what",
    "ui.stop.no",
    "ui.stop.text",
    "ui.stop.title",
    "ui.stop.yes",
    "ui.volume.louder",
    "ui.volume.off",
    "ui.volume.softer",
    NULL,
};

const char *const *program_texts_list(void)
{
    return ids;
}

const char *program_texts_find_missing(const Content *content)
{
    int dutch = content_find_language(content, "nl");
    for (gsize i = 0; ids[i]; i++) {
        if (!content_text(content, dutch, ids[i])[0]) {
            return ids[i];
        }
    }
    return NULL;
}
