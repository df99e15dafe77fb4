package io.wawp.dispatcher.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What tells that a file has changed without reading it. Links are followed and their end is part
 * of it: a mounted secret changes by a link being swapped, and the new file may be as long and as
 * old as the one before.
 *
 * @param real null, like all else, when it is missing or cannot be looked at
 */
record FileStamp(
        Path path,
        @Nullable Path real,
        @Nullable FileTime modified,
        long size,
        @Nullable Object fileKey) {

    static FileStamp of(Path path) {
        try {
            Path real = path.toRealPath();
            var attributes = Files.readAttributes(real, BasicFileAttributes.class);
            return new FileStamp(
                    path,
                    real,
                    attributes.lastModifiedTime(),
                    attributes.size(),
                    attributes.fileKey());
        } catch (IOException e) {
            return new FileStamp(path, null, null, -1, null);
        }
    }

    boolean isStale() {
        return !equals(of(path));
    }
}
