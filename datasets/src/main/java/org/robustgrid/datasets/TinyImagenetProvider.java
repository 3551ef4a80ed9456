package org.robustgrid.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.spi.data.Download;

/**
 * Tiny ImageNet as its archive unpacks: {@code train/WNID/images} for training, {@code val/images}
 * for testing (labels of its test images are not public).
 */
public final class TinyImagenetProvider implements DatasetProvider {

  private static final int SIDE = 64;
  private static final String WNIDS = "wnids.txt";
  private static final String ANNOTATIONS = "val/val_annotations.txt";
  private static final String WORDS = "words.txt";

  private static final DataSource SOURCE =
      DataSource.of(
          "tiny-imagenet",
          "http://cs231n.stanford.edu/tiny-imagenet-200.zip",
          "tiny-imagenet-200",
          WNIDS,
          ANNOTATIONS);

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder(
              "tiny-imagenet",
              "Tiny ImageNet: 200 kinds of things, colour, 64×64, 100,000 + 10,000")
          // Gowal et al. 2021, section 5
          .radius(Norm.LINF, 8.0 / 255)
          .citation("Le and Yang 2015 (Tiny ImageNet)")
          // the authors publish no hash; several projects state this one independently
          .downloads(
              Download.builder("http://cs231n.stanford.edu/tiny-imagenet-200.zip")
                  .size(248_100_043)
                  .sha256("6198c8ae015e2b3e007c7841da39ec069199b9aa3bfa943a462022fe5e43c821")
                  .unpacks(
                      1_000_000_000,
                      "tiny-imagenet-200/wnids.txt",
                      "tiny-imagenet-200/words.txt",
                      "tiny-imagenet-200/train",
                      "tiny-imagenet-200/val")
                  .build())
          .parameters(DataSource.FOLDER)
          .build();

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset create(Parameters parameters) {
    Path folder = SOURCE.find(parameters.get(DataSource.FOLDER));
    List<String> wnids =
        lines(folder.resolve(WNIDS)).stream().map(String::strip).sorted().distinct().toList();
    PictureList train = ClassFolders.pictures(folder.resolve("train"), wnids, "images").shuffled();
    PictureList validation = validation(folder, wnids).shuffled();
    PictureRule rule = new PictureRule(false, SIDE, SIDE, PictureRule.Resize.REFUSE);
    String trainHash = train.hash();
    String validationHash = validation.hash();
    List<Bytes> open = new ArrayList<>();
    DataView training = train.view(trainHash, rule, false, open, new ArrayList<>());
    DataView test = validation.view(validationHash, rule, false, open, new ArrayList<>());
    return new ImageDataset(
        rule.shape(),
        names(folder.resolve(WORDS), wnids),
        training,
        test,
        ContentHash.of(List.of("tiny-imagenet", trainHash, validationHash)),
        open);
  }

  private static PictureList validation(Path folder, List<String> wnids) {
    Path annotations = folder.resolve(ANNOTATIONS);
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    int number = 0;
    for (String line : lines(annotations)) {
      number++;
      String[] parts = line.split("\t");
      int label = parts.length < 2 ? -1 : wnids.indexOf(parts[1]);
      if (label < 0 || parts[0].contains("/") || parts[0].contains("\\")) {
        throw new DataException(
            annotations
                + ", line "
                + number
                + ": expected the name of an image, a tab and one of "
                + WNIDS
                + ", but found '"
                + line
                + "'");
      }
      files.add(folder.resolve("val").resolve("images").resolve(parts[0]));
      labels.add(label);
    }
    return new PictureList(
        annotations.toString(), files, labels.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The first word of each class; the WordNet id of those whose word is missing or not unique. */
  private static List<String> names(Path words, List<String> wnids) {
    if (!Files.isRegularFile(words)) {
      return wnids;
    }
    Map<String, String> known = new HashMap<>();
    for (String line : lines(words)) {
      String[] parts = line.split("\t", 2);
      if (parts.length == 2) {
        known.put(parts[0], parts[1].split(",")[0].strip());
      }
    }
    List<String> names = wnids.stream().map(id -> known.getOrDefault(id, id)).toList();
    HashSet<String> once = new HashSet<>();
    HashSet<String> twice = new HashSet<>();
    names.stream().filter(name -> !once.add(name)).forEach(twice::add);
    return IntStream.range(0, wnids.size())
        .mapToObj(i -> twice.contains(names.get(i)) ? wnids.get(i) : names.get(i))
        .toList();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
