package io.github.keras4j.archive;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.limits.Memory;

/**
 * How much may be read of one HDF5 file. Hard links can name a group or an array any number of times, so what a file
 * unfolds to is counted, not what it stores: 60 groups that each name the next twice are 2^60 paths.
 */
final class ReadBudget {
    /** The header of a group takes more bytes than this. */
    private static final long GROUP = 100;

    private final long fileBytes;
    private long groups;
    private long arrays;

    ReadBudget(long fileBytes) {
        this.fileBytes = fileBytes;
    }

    /** Counts a group that is walked through. */
    void group(String path) {
        groups++;
        if (groups > 1000 + fileBytes / GROUP) {
            throw new MalformedArchiveException("Groups are linked more often than a file of " + fileBytes
                    + " bytes has groups. Received: " + groups + " paths, the last '"
                    + path.substring(0, Math.min(60, path.length())) + "...'. Save the model again.");
        }
    }

    /** Counts an array before it is read. */
    void array(long bytes, String path) {
        // gzip packs no better than 1:1032; an array beyond that was damaged or made to exhaust memory
        if (bytes / 1032 > fileBytes) {
            throw new MalformedArchiveException("Dataset '" + path + "' claims " + bytes + " bytes in a file of "
                    + fileBytes + ". The file is damaged: save it again.");
        }
        arrays += bytes;
        Memory.require(arrays, "With dataset '" + path + "', what the file's arrays hold");
    }
}
