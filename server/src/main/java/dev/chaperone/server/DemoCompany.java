// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/// The people of the demo, each with a token, kept in the data directory so that the next start
/// knows them again.
final class DemoCompany {
    static final String NAME = "Northwind Robotics";
    static final String OWNER = "security@northwind.example";
    private static final String FILE = "demo-people.properties";
    private static final List<String> PEOPLE =
            List.of("mara@northwind.example", "tom@northwind.example", "iris@northwind.example");

    private final Properties people;

    private DemoCompany(Properties people) {
        this.people = people;
    }

    /// Founds the company in a new data directory, or finds it again. Each token is in the ledger
    /// before it works.
    static DemoCompany in(DataDirectory data, Ledger ledger, Clock clock)
            throws IOException, InterruptedException, ExecutionException {
        Properties people = new Properties();
        if (Files.exists(data.file(FILE))) {
            people.load(new StringReader(Files.readString(data.file(FILE))));
            return new DemoCompany(people);
        }
        for (String email : PEOPLE) {
            PersonId person = PersonId.next();
            String token = OpaqueId.next("token");
            people.setProperty(email + ".person", person.value());
            people.setProperty(email + ".token", token);
            people.setProperty(email + ".secret", OpaqueId.next("chp"));
            TreeMap<String, String> details = new TreeMap<>(Map.of("person", person.value()));
            Event created =
                    new Event.Administered(
                            "system",
                            clock.instant().truncatedTo(ChronoUnit.MILLIS),
                            "token.created",
                            token,
                            details);
            ledger.append(Leaves.write(created)).get();
        }
        StringWriter text = new StringWriter();
        people.store(text, "Demo people and their tokens");
        data.writePrivate(FILE, text.toString());
        return new DemoCompany(people);
    }

    Register register() {
        Map<Digest, Register.Credential> credentials = new HashMap<>();
        for (String email : PEOPLE) {
            credentials.put(
                    Digest.of(secret(email)),
                    new Register.Credential(
                            people.getProperty(email + ".token"),
                            new PersonId(people.getProperty(email + ".person")),
                            null));
        }
        return new Register(1, credentials);
    }

    /// The token to try the demo with.
    String firstSecret() {
        return secret(PEOPLE.getFirst());
    }

    private String secret(String email) {
        return people.getProperty(email + ".secret");
    }
}
