package org.robustgrid.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.core.leaderboard.Leaderboard.Board;
import org.robustgrid.core.leaderboard.Leaderboard.Flag;
import org.robustgrid.core.leaderboard.Leaderboard.Row;

/** A board's flags, numbered from 1 in the order of its rows. */
public final class Footnotes {

  /** A flag with the row it is about. */
  public record Note(int number, String row, Flag flag) {}

  private final List<Note> notes = new ArrayList<>();

  public Footnotes(Board board) {
    for (Row row : board.rows()) {
      for (Flag flag : row.flags()) {
        notes.add(new Note(notes.size() + 1, row.label(), flag));
      }
    }
  }

  public List<Note> all() {
    return List.copyOf(notes);
  }

  /** The numbers of a row's flags about one attack; the empty attack means the row as a whole. */
  public IntStream about(Row row, String attack) {
    return notes.stream()
        .filter(note -> note.row().equals(row.label()) && note.flag().attack().equals(attack))
        .mapToInt(Note::number);
  }
}
