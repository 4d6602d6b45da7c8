// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// What administrators do about somebody's sign-in.
@Controller
class PersonAccessController {
    private final Admittance admittance;
    private final People people;
    private final Inviting inviting;

    PersonAccessController(Workspace workspace, Place place, Entrance entrance) {
        this.admittance = workspace.admittance();
        this.people = workspace.people();
        this.inviting = new Inviting(workspace, place, entrance);
    }

    /// Makes an invitation and leads back to the page, which shows its link once unless it went to
    /// the person.
    @Needs(value = Permission.MANAGE_PEOPLE, fresh = true)
    @PostMapping("/people/{id}/invitation")
    String invite(@PathVariable String id, SignedIn caller, RedirectAttributes next) {
        Person person = person(id);
        try {
            Inviting.Invited invited = inviting.invite(person, caller);
            if (invited.link() == null) {
                next.addFlashAttribute(
                        "done",
                        "The link is on its way to " + person.email() + ". Nobody else sees it.");
            } else {
                next.addFlashAttribute("invited", invited.link());
            }
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return backTo(person);
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping("/people/{id}/sessions/end")
    String endSessions(@PathVariable String id, SignedIn caller) {
        Person person = person(id);
        admittance.sessions().endAll(person.id(), null, caller.actor(), "ended-by-administrator");
        return backTo(person);
    }

    private Person person(String id) {
        return people.find(id).orElseThrow(() -> RejectedException.unknown("person"));
    }

    private static String backTo(Person person) {
        return "redirect:/people/" + person.id().value();
    }
}
