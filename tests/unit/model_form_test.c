/* model/form: every kind of form from the first question to the reply. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "model/form.h"

static const char uuid[UUID_SIZE] = "0b1f6c2e-7a54-4d0e-9c1b-2f3a4b5c6d7e";

static void type(struct form *form, const char *text)
{
    while (*text != '\0') {
        form_type(form, utf8_next(&text));
    }
}

/* An offer of help, filled in up to the review. */
static struct form at_review(const char *name, const char *phone)
{
    struct form form;
    struct item role = item_make(ITEM_VOLUNTEERING);
    item_set(&role.title, "Library helpers");
    item_set(&role.key, "volunteering/library helpers#0");
    form_open(&form, REPLY_HELP, &role, false, uuid);
    item_free(&role);
    form_choose(&form, 0);
    form_choose(&form, 3);
    assert_true(form_next(&form));
    assert_true(form_next(&form)); /* optional: nothing chosen */
    type(&form, name);
    assert_true(form_next(&form));
    form_choose_way(&form, CONTACT_TEXT);
    type(&form, phone);
    assert_true(form_next(&form));
    assert_int_equal(form_step(&form)->kind, STEP_REVIEW);
    return form;
}

static void an_offer_becomes_a_reply(void **state)
{
    (void)state;
    struct form form = at_review("  Zoë O'Neill ", "0412 345 678");
    assert_true(form_submit(&form));
    struct reply reply = form_reply(&form);
    assert_string_equal(reply.uuid, uuid);
    assert_string_equal(reply.about, "Library helpers");
    assert_string_equal(reply.about_key, "volunteering/library helpers#0");
    assert_string_equal(reply.name, "Zoë O'Neill");
    assert_string_equal(reply.phone, "0412 345 678");
    assert_string_equal(reply.email, "");
    assert_string_equal(reply.prefers, "text message");
    assert_string_equal(reply.interests, "reading, gardening");
    assert_int_equal(reply.people, 0);
    reply_wipe(&reply);
    form_wipe(&form);
}

static void ten_submits_give_one(void **state)
{
    (void)state;
    struct form form = at_review("Ada", "0412345678");
    int sent = 0;
    for (int i = 0; i < 10; i++) {
        sent += form_submit(&form);
    }
    assert_int_equal(sent, 1);
    form_submitted(&form, false);
    assert_int_equal(form.phase, FORM_NOT_SAVED);
    assert_true(form_submit(&form)); /* trying again is allowed */
    form_submitted(&form, true);
    assert_false(form_submit(&form));
    form_wipe(&form);
}

static void digits_of_other_scripts_are_normalised(void **state)
{
    (void)state;
    struct form form = at_review("سارة", "٠٤١٢ ٣٤٥ ٦٧٨");
    struct reply reply = form_reply(&form);
    assert_string_equal(reply.phone, "0412 345 678 (٠٤١٢ ٣٤٥ ٦٧٨)");
    assert_string_equal(reply.name, "سارة");
    reply_wipe(&reply);
    form_wipe(&form);
}

static void what_is_missing_is_said_and_nothing_lost(void **state)
{
    (void)state;
    struct form form;
    form_open(&form, REPLY_HELP, NULL, false, uuid);
    form_next(&form);
    form_next(&form);
    assert_false(form_next(&form));
    assert_int_equal(form.error, FORM_NAME_MISSING);
    type(&form, "   ");
    assert_false(form_next(&form));
    type(&form, "Bo");
    assert_int_equal(form.error, FORM_FINE);
    assert_true(form_next(&form));
    assert_false(form_next(&form));
    assert_int_equal(form.error, FORM_WAY_MISSING);
    form_choose_way(&form, CONTACT_CALL);
    assert_false(form_next(&form));
    assert_int_equal(form.error, FORM_PHONE_MISSING);
    type(&form, "12345");
    assert_false(form_next(&form));
    assert_int_equal(form.error, FORM_PHONE_SHORT);
    type(&form, "6");
    assert_true(form_next(&form));
    form_wipe(&form);
}

static void an_odd_address_is_said_once_and_then_allowed(void **state)
{
    (void)state;
    struct form form = at_review("Ada", "0412345678");
    form_change(&form, 3);
    form_choose_way(&form, CONTACT_EMAIL);
    assert_false(form_next(&form));
    assert_int_equal(form.error, FORM_EMAIL_MISSING);
    type(&form, "ada at school");
    assert_false(form_next(&form));
    assert_int_equal(form.error, FORM_EMAIL_ODD);
    assert_true(form_next(&form));
    assert_int_equal(form_step(&form)->kind, STEP_REVIEW);
    assert_true(form_submit(&form));
    form_wipe(&form);
}

static void back_keeps_what_was_entered(void **state)
{
    (void)state;
    struct form form = at_review("Ada", "0412345678");
    for (int i = 0; i < 4; i++) {
        assert_true(form_back(&form));
    }
    assert_false(form_back(&form));
    assert_int_equal(form.chosen[0], 1 | 8);
    assert_string_equal(form.name.data, "Ada");
    assert_string_equal(form.phone.data, "0412345678");
    form_wipe(&form);
}

static void a_change_on_the_review_returns_to_it(void **state)
{
    (void)state;
    struct form form = at_review("Ada", "0412345678");
    form_change(&form, 2);
    form_delete(&form);
    type(&form, "ah");
    assert_true(form_next(&form));
    assert_int_equal(form_step(&form)->kind, STEP_REVIEW);
    struct str value = {0};
    form_value(&form, 2, &value);
    assert_string_equal(value.data, "Adah");
    str_free(&value);
    form_wipe(&form);
}

static void texts_have_limits(void **state)
{
    (void)state;
    struct form form;
    form_open(&form, REPLY_HELP, NULL, false, uuid);
    form_next(&form);
    form_next(&form);
    for (int i = 0; i < 500; i++) {
        form_type(&form, 0xEB);
    }
    assert_int_equal(utf8_count(form.name.data), FORM_NAME_LIMIT);
    assert_int_equal(form.error, FORM_FULL);
    assert_true(form_error_words(form.error)[0] != '\0');
    form_type(&form, 7); /* a control character is nothing */
    form_delete(&form);
    assert_int_equal(utf8_count(form.name.data), FORM_NAME_LIMIT - 1);
    form_type(&form, 'x');
    form_type(&form, 'x');
    assert_int_equal(form.error, FORM_FULL);
    assert_true(form_next(&form)); /* long enough is no mistake */
    form_wipe(&form);
}

/* form_wipe() leaves nothing behind: it frees through wipe(), which is watched here. */
static void wiping_overwrites(void **state)
{
    (void)state;
    struct form form = at_review("Secretname", "0412345678");
    struct str held = {0};
    str_puts(&held, "Secretname");
    wipe(held.data, held.capacity);
    for (size_t i = 0; i < held.capacity; i++) {
        assert_int_equal(held.data[i], 0);
    }
    str_free(&held);
    form_wipe(&form);
    assert_null(form.spec);
    assert_null(form.name.data);
    assert_null(form.phone.data);
    assert_int_equal(form.name.length, 0);
    assert_string_equal(form.uuid, "");
}

static void capitals_come_kindly(void **state)
{
    (void)state;
    struct form form;
    form_open(&form, REPLY_HELP, NULL, false, uuid);
    form_next(&form);
    form_next(&form);
    assert_true(form_wants_capital(&form));
    type(&form, "Jean");
    assert_false(form_wants_capital(&form));
    type(&form, "-");
    assert_true(form_wants_capital(&form));
    type(&form, "Luc O'");
    assert_true(form_wants_capital(&form));
    form_wipe(&form);
}

static void coming_counts_people(void **state)
{
    (void)state;
    struct form form;
    struct item fair = item_make(ITEM_EVENT);
    fair.starts = wall_from_civil((struct civil){2026, 12, 11, 18, 30, 0});
    form_open(&form, REPLY_COMING, &fair, false, uuid);
    item_free(&fair);
    form_people(&form, false, -1);
    form_people(&form, true, -1);
    assert_int_equal(form.adults, 1); /* at least one grown-up */
    assert_int_equal(form.children, 0);
    form_people(&form, false, 1);
    for (int i = 0; i < 50; i++) {
        form_people(&form, true, 1);
    }
    assert_int_equal(form.adults, 2);
    assert_int_equal(form.children, FORM_PEOPLE_LIMIT - 2);
    assert_false(form_may_change_people(&form, false, 1));
    assert_true(form_next(&form));
    type(&form, "Mai");
    assert_true(form_next(&form));
    assert_true(form_submit(&form));
    struct reply reply = form_reply(&form);
    assert_int_equal(reply.people, FORM_PEOPLE_LIMIT);
    assert_int_equal(reply.children, FORM_PEOPLE_LIMIT - 2);
    assert_string_equal(reply.interests, "");
    assert_string_equal(reply.about_when, "2026-12-11T18:30");
    reply_wipe(&reply);
    form_wipe(&form);
}

static void a_question_may_be_without_a_name(void **state)
{
    (void)state;
    struct form form;
    form_open(&form, REPLY_QUESTION, NULL, false, uuid);
    assert_false(form_next(&form));
    assert_int_equal(form.error, FORM_CHOICE_MISSING);
    form_choose(&form, 2);
    assert_true(form_next(&form));
    assert_false(form_next(&form));
    type(&form, "Why?");
    assert_true(form_next(&form));
    assert_true(form_next(&form));
    assert_true(form_next(&form));
    assert_true(form_submit(&form));
    struct reply reply = form_reply(&form);
    assert_string_equal(reply.interests, "a worry");
    assert_string_equal(reply.message, "Why?");
    assert_string_equal(reply.prefers, "");
    reply_wipe(&reply);
    form_wipe(&form);
}

static struct item evening(int places)
{
    struct item item = item_make(ITEM_EVENT);
    item_set(&item.title, "Concert");
    item_set(&item.key, "events/concert#0");
    item.starts = wall_from_civil((struct civil){2026, 12, 11, 18, 30, 0});
    item.places = places;
    return item;
}

/* For a day that is known nobody is asked when they could help, nor what they enjoy. */
static void help_on_a_day_asks_only_who(void **state)
{
    (void)state;
    struct form form;
    struct item event = evening(0);
    form_open(&form, REPLY_HELP, &event, false, uuid);
    form_known_interests(&form, 3); /* chosen before: not asked and not meant here */
    assert_int_equal(form.step, 0);
    assert_int_equal(form_step(&form)->kind, STEP_NAME);
    type(&form, "Bo");
    assert_true(form_next(&form));
    form_choose_way(&form, CONTACT_CALL);
    type(&form, "0412345678");
    assert_true(form_next(&form));
    assert_true(form_submit(&form));
    struct reply reply = form_reply(&form);
    assert_int_equal(reply.kind, REPLY_HELP);
    assert_string_equal(reply.about_when, "2026-12-11T18:30");
    assert_string_equal(reply.interests, "");
    reply_wipe(&reply);
    form_wipe(&form);
    item_free(&event);
}

static void a_question_for_an_evening_is_bound_to_it(void **state)
{
    (void)state;
    struct form form;
    struct item event = evening(0);
    form_open(&form, REPLY_QUESTION, &event, false, uuid);
    assert_int_equal(form_step(&form)->kind, STEP_MESSAGE);
    type(&form, "Is there parking?");
    assert_true(form_next(&form));
    assert_true(form_next(&form));
    assert_true(form_next(&form));
    assert_true(form_submit(&form));
    struct reply reply = form_reply(&form);
    assert_int_equal(reply.kind, REPLY_QUESTION);
    assert_string_equal(reply.about, "Concert");
    assert_string_equal(reply.about_when, "2026-12-11T18:30");
    assert_string_equal(reply.message, "Is there parking?");
    reply_wipe(&reply);
    form_wipe(&form);
    item_free(&event);
}

/* Who waits for a place must be reached when there is one. */
static void a_full_evening_keeps_a_waiting_list(void **state)
{
    (void)state;
    struct form form;
    struct item event = evening(20);
    form_open(&form, REPLY_COMING, &event, true, uuid);
    assert_true(form_is_waiting(&form));
    assert_true(form_next(&form));
    type(&form, "Bo");
    assert_true(form_next(&form));
    assert_false(form_next(&form));
    assert_int_equal(form.error, FORM_WAY_MISSING);
    form_choose_way(&form, CONTACT_TEXT);
    type(&form, "0412345678");
    assert_true(form_next(&form));
    struct reply reply = form_reply(&form);
    assert_int_equal(reply.kind, REPLY_COMING);
    assert_string_equal(reply.interests, FORM_WAITING_WORD);
    assert_string_equal(reply.phone, "0412345678");
    reply_wipe(&reply);
    form_wipe(&form);
    item_free(&event);
}

static void every_form_has_at_most_five_steps(void **state)
{
    (void)state;
    for (int kind = 0; kind < REPLY_KIND_COUNT; kind++) {
        struct item event = evening(1);
        const struct form_spec *spec = form_spec_for((enum reply_kind)kind, &event, true);
        item_free(&event);
        assert_in_range(spec->step_count, 2, FORM_MAX_STEPS);
        assert_int_equal(spec->steps[spec->step_count - 1].kind, STEP_REVIEW);
        assert_int_equal(spec->kind, kind);
        spec = form_spec((enum reply_kind)kind);
        assert_in_range(spec->step_count, 2, FORM_MAX_STEPS);
        assert_int_equal(spec->steps[spec->step_count - 1].kind, STEP_REVIEW);
        for (size_t i = 0; i < spec->step_count; i++) {
            assert_in_range(spec->steps[i].option_count, 0, 16);
        }
    }
}

static void a_newsletter_needs_an_address_and_a_yes(void **state)
{
    (void)state;
    struct form form;
    form_open(&form, REPLY_NEWSLETTER, NULL, false, uuid);
    assert_false(form_next(&form));
    assert_int_equal(form.error, FORM_EMAIL_MISSING);
    type(&form, "zoe@post");
    assert_false(form_next(&form));
    assert_int_equal(form.error, FORM_EMAIL_ODD);
    assert_true(form_next(&form)); /* who insists is right */
    assert_false(form_next(&form));
    assert_int_equal(form.error, FORM_CONSENT_MISSING);
    form_choose(&form, 0);
    form_choose(&form, 0); /* taken back again */
    assert_false(form_next(&form));
    form_choose(&form, 0);
    assert_true(form_next(&form));
    assert_true(form_submit(&form));
    struct reply reply = form_reply(&form);
    assert_string_equal(reply.email, "zoe@post");
    assert_string_equal(reply.agreed, "newsletter by e-mail");
    assert_string_equal(reply.prefers, "e-mail");
    assert_string_equal(reply.interests, "");
    reply_wipe(&reply);
    form_wipe(&form);
}

static void a_partner_says_who_and_what(void **state)
{
    (void)state;
    struct form form;
    form_open(&form, REPLY_PARTNER, NULL, false, uuid);
    assert_false(form_next(&form));
    assert_int_equal(form.error, FORM_CHOICE_MISSING);
    form_choose(&form, 0);
    form_choose(&form, 3);
    assert_true(form_next(&form));
    type(&form, "   ");
    assert_false(form_next(&form));
    assert_int_equal(form.error, FORM_ORGANISATION_MISSING);
    type(&form, "Millstone Bakery ");
    assert_true(form_wants_capital(&form));
    assert_true(form_next(&form));
    type(&form, "Ana");
    assert_true(form_next(&form));
    form_choose_way(&form, CONTACT_CALL);
    type(&form, "0412345678");
    assert_true(form_next(&form));
    assert_true(form_submit(&form));
    struct reply reply = form_reply(&form);
    assert_string_equal(reply.organisation, "Millstone Bakery");
    assert_string_equal(reply.interests, "time or skills, an event");
    assert_string_equal(reply.agreed, "");
    reply_wipe(&reply);
    form_wipe(&form);
    assert_null(form.organisation.data);
}

static void a_worry_gets_its_own_words(void **state)
{
    (void)state;
    struct form form;
    form_open(&form, REPLY_QUESTION, NULL, false, uuid);
    form_choose(&form, 0);
    assert_true(form_next(&form));
    assert_string_equal(form_hint(&form), "");
    assert_true(form_back(&form));
    form_choose(&form, 2);
    assert_true(form_next(&form));
    assert_non_null(strstr(form_hint(&form), "reception"));
    form_wipe(&form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_offer_becomes_a_reply),
        cmocka_unit_test(ten_submits_give_one),
        cmocka_unit_test(digits_of_other_scripts_are_normalised),
        cmocka_unit_test(what_is_missing_is_said_and_nothing_lost),
        cmocka_unit_test(an_odd_address_is_said_once_and_then_allowed),
        cmocka_unit_test(back_keeps_what_was_entered),
        cmocka_unit_test(a_change_on_the_review_returns_to_it),
        cmocka_unit_test(texts_have_limits),
        cmocka_unit_test(wiping_overwrites),
        cmocka_unit_test(capitals_come_kindly),
        cmocka_unit_test(coming_counts_people),
        cmocka_unit_test(a_question_may_be_without_a_name),
        cmocka_unit_test(a_newsletter_needs_an_address_and_a_yes),
        cmocka_unit_test(a_partner_says_who_and_what),
        cmocka_unit_test(a_worry_gets_its_own_words),
        cmocka_unit_test(help_on_a_day_asks_only_who),
        cmocka_unit_test(a_question_for_an_evening_is_bound_to_it),
        cmocka_unit_test(a_full_evening_keeps_a_waiting_list),
        cmocka_unit_test(every_form_has_at_most_five_steps),
    };
    return cmocka_run_group_tests_name("model/form", tests, NULL, NULL);
}
