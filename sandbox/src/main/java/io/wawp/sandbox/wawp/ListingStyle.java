package io.wawp.sandbox.wawp;

import java.time.Duration;

/**
 * How a chat's messages are listed. Wawp shows no listing on its pages, so all of these are
 * possible. Immutable: each method returns a style that differs in one point.
 *
 * @param shape whose words each message is in
 * @param order Wawp states none
 * @param most a limit of the server's own, whatever is asked for
 * @param ids in which form
 * @param clock by how much its times are off
 * @param times in which form
 * @param lag how long after it was sent a message shows
 * @param maker whether it says if a message was made by a call or by hand
 */
public record ListingStyle(
        Shape shape,
        Order order,
        int most,
        Ids ids,
        Duration clock,
        Times times,
        Duration lag,
        boolean maker) {

    public ListingStyle {
        if (most < 1) {
            throw new IllegalArgumentException("most is " + most + "; give 1 or more");
        }
    }

    /** The engines that Wawp may run on. */
    public enum Shape {
        WEBJS,
        /** The common fields, and WhatsApp's own message below {@code _data.Message}. */
        GOWS,
        /** The common fields, and WhatsApp's own message below {@code _data.message}. */
        NOWEB,
        /** WhatsApp's own message alone: {@code key}, {@code message}, {@code messageTimestamp}. */
        RAW
    }

    public enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST,
        /** In no order, and the same at each call. */
        MIXED,
        /** In another order at each call. */
        SHUFFLED
    }

    public enum Ids {
        /** {@code true_447441429009@c.us_3EB0…}. */
        FULL,
        /** {@code true_…@lid_3EB0…}: a hidden number instead of the chat's. */
        LID,
        /** {@code 3EB0…}. */
        BARE
    }

    public enum Times {
        SECONDS,
        MILLISECONDS,
        MISSING
    }

    /** As the simulator lists unless told otherwise. */
    public static ListingStyle usual() {
        return new ListingStyle(
                Shape.WEBJS,
                Order.NEWEST_FIRST,
                Integer.MAX_VALUE,
                Ids.FULL,
                Duration.ZERO,
                Times.SECONDS,
                Duration.ZERO,
                true);
    }

    public ListingStyle shape(Shape other) {
        return new ListingStyle(other, order, most, ids, clock, times, lag, maker);
    }

    public ListingStyle order(Order other) {
        return new ListingStyle(shape, other, most, ids, clock, times, lag, maker);
    }

    public ListingStyle most(int count) {
        return new ListingStyle(shape, order, count, ids, clock, times, lag, maker);
    }

    public ListingStyle ids(Ids form) {
        return new ListingStyle(shape, order, most, form, clock, times, lag, maker);
    }

    public ListingStyle clock(Duration off) {
        return new ListingStyle(shape, order, most, ids, off, times, lag, maker);
    }

    public ListingStyle times(Times form) {
        return new ListingStyle(shape, order, most, ids, clock, form, lag, maker);
    }

    public ListingStyle lag(Duration wait) {
        return new ListingStyle(shape, order, most, ids, clock, times, wait, maker);
    }

    /** It does not say who made a message. */
    public ListingStyle withoutMaker() {
        return new ListingStyle(shape, order, most, ids, clock, times, lag, false);
    }
}
