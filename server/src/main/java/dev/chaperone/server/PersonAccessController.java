// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.accounts.Invitation;
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
    private final Place place;
    private final Entrance entrance;

    PersonAccessController(Workspace workspace, Place place, Entrance entrance) {
        this.admittance = workspace.admittance();
        this.people = workspace.people();
        this.place = place;
        this.entrance = entrance;
    }

    /// The whole address of an invitation.
    static String link(Place place, Entrance entrance, String secret) {
        String pages =
                entrance.publicUrl() == null
                        ? place.workspace().get()
                        : entrance.publicUrl().toString().replaceAll("/+$", "");
        return pages + WelcomeController.PATH + secret;
    }

    /// Makes an invitation and leads back to the page, which shows its link once.
    @Needs(value = Permission.MANAGE_PEOPLE, fresh = true)
    @PostMapping("/people/{id}/invitation")
    String invite(@PathVariable String id, SignedIn caller, RedirectAttributes next) {
        Person person = person(id);
        try {
            Invitation.Made made =
                    admittance.accounts().invite(person.id(), caller.actor(), caller.session());
            next.addFlashAttribute("invited", link(place, entrance, made.secret()));
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
