// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.duties.LeadTimes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `reminders:` in `config.yaml` says.
final class ReminderSettings {
    private static final String KEY = "reminders";
    private static final String DAYS = "lead-days";
    private static final int MOST = 10;

    private ReminderSettings() {}

    /// @param file takes what is wrong
    static LeadTimes read(@Nullable Object section, ConfigurationFile file) {
        if (section == null) {
            return LeadTimes.USUAL;
        }
        Map<?, ?> members = file.map(section, KEY, Set.of(DAYS));
        Object written = members.get(DAYS);
        if (!(written instanceof List<?> list) || list.isEmpty() || list.size() > MOST) {
            file.problem(
                    "%s.%s is '%s', not a list of 1 to %d numbers of days, like [30, 7, 1]"
                            .formatted(KEY, DAYS, written, MOST));
            return LeadTimes.USUAL;
        }
        List<Integer> days = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof Integer lead && lead >= 1 && lead <= LeadTimes.LONGEST) {
                days.add(lead);
            } else {
                file.problem(
                        "%s.%s[%d] is '%s', not a number of days from 1 to %d"
                                .formatted(KEY, DAYS, i, list.get(i), LeadTimes.LONGEST));
            }
        }
        return days.isEmpty() ? LeadTimes.USUAL : new LeadTimes(days);
    }
}
