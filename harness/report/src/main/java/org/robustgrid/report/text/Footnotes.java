package org.robustgrid.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.FlagEvidence;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Row;

/** A board's flags, numbered from 1 in the order of its rows. */
public final class Footnotes {

  /** A flag with the row it is about. */
  public record Note(int number, String row, Flag flag) {

    /** The flag's message and its samples, the first few by index. */
    public String text() {
      return flag.evidence() == null
          ? flag.message()
          : flag.message() + " (" + evidence(flag.evidence()) + ")";
    }

    private static String evidence(FlagEvidence evidence) {
      int more = evidence.samples().size() - SHOWN;
      return "samples "
          + samples(evidence.samples().stream().limit(SHOWN).toList())
          + (more > 0 ? " and " + more + " more" : "")
          + (evidence.p() > 0 ? "; " + probability(evidence) : "");
    }
  }

  /** Indices that a line of text shows at most. */
  private static final int SHOWN = 8;

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

  /** The probability of what a flag stands on as {@code p = 0.0012} or {@code p < 0.0001}. */
  public static String probability(FlagEvidence evidence) {
    String p = PairText.p(evidence.p());
    return p.startsWith("<") ? "p " + p : "p = " + p;
  }

  /** Indices of samples as a list. */
  public static String samples(List<Integer> samples) {
    return samples.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  /** The numbers of a row's flags about one attack; the empty attack means the row as a whole. */
  public IntStream about(Row row, String attack) {
    return notes.stream()
        .filter(note -> note.row().equals(row.label()) && note.flag().attack().equals(attack))
        .mapToInt(Note::number);
  }
}
