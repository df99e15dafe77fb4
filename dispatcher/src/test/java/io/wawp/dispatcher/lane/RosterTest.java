package io.wawp.dispatcher.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RosterTest {

    @ParameterizedTest(name = "{0} different hashes")
    @ValueSource(ints = {1, 7, 1_000_000})
    void findsAllMembersAndNobodyElseHoweverTheirHashesClash(int hashes) {
        long seed = RandomGenerator.getDefault().nextLong();
        System.out.println("RosterTest seed " + seed);
        RandomGenerator random = new SplittableRandom(seed);
        Roster<Integer> roster = new Roster<>(member -> member % hashes);
        Integer[] people = new Integer[300];
        for (int i = 0; i < people.length; i++) {
            people[i] = i;
        }
        Set<Integer> members = new HashSet<>();
        for (int step = 0; step < 5_000; step++) {
            // grows to nearly all, then shrinks to nearly none, and so on
            boolean growing = step / 500 % 2 == 0;
            Integer person = people[random.nextInt(people.length)];
            if (!members.contains(person) && (growing || random.nextInt(8) == 0)) {
                members.add(person);
                roster.add(person);
            } else if (members.contains(person) && (!growing || random.nextInt(8) == 0)) {
                members.remove(person);
                roster.remove(person);
            }
            assertEquals(members.size(), roster.size(), "seed " + seed);
        }
        for (Integer person : people) {
            Integer found = roster.find(person % hashes, member -> member.equals(person));
            if (members.contains(person)) {
                assertSame(person, found, "seed " + seed);
            } else {
                assertNull(found, "seed " + seed);
            }
        }
        Set<Integer> visited = new HashSet<>();
        roster.forEach(visited::add);
        assertEquals(members, visited, "seed " + seed);
    }

    @Test
    void removingAStrangerIsAMistake() {
        Roster<String> roster = new Roster<>(String::length);
        roster.add("member");
        assertThrows(IllegalStateException.class, () -> roster.remove("stranger"));
    }
}
