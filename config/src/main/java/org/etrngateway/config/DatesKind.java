package org.etrngateway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etrngateway.calendar.DateRule;
import org.etrngateway.config.schema.Kind;
import org.etrngateway.config.schema.Printed;
import org.etrngateway.config.schema.Problems;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.YamlValue;

/** A list of dates; a name in {@code calendars} stands for all dates of that. */
final class DatesKind implements Kind<List<DateRule>> {
    static final String CALENDARS = "calendars";

    private static final Scalar<DateRule> DATE = new Scalar<>(
            "a date such as 2027-03-26 or 12-25, or a name in " + CALENDARS, DateRule::parse, DateRule::toString);

    @Override
    public Optional<List<DateRule>> read(YamlValue value, Problems problems) {
        if (value.isNothing()) {
            problems.report(value.file(), value.line(), value.key(), "expected " + describe() + ", found nothing");
            return Optional.empty();
        }
        int before = problems.count();
        List<DateRule> dates = new ArrayList<>();
        for (YamlValue item : value.items()) {
            Optional<YamlValue> calendar = item.elsewhere(CALENDARS);
            if (calendar.isPresent()) {
                read(calendar.get(), problems).ifPresent(dates::addAll);
            } else {
                DATE.read(item, problems).ifPresent(dates::add);
            }
        }
        return problems.count() == before ? Optional.of(List.copyOf(dates)) : Optional.empty();
    }

    @Override
    public Printed print(List<DateRule> value) {
        return new Printed.Items(value.stream().map(DATE::print).toList());
    }

    @Override
    public String describe() {
        return "a list of dates such as [12-25, 2027-03-26], and of names in " + CALENDARS;
    }
}
