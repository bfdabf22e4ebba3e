namespace HyperSearch.Training;

/// <summary>Netpbm's binary formats: "P5" (PGM, grey) or "P6" (PPM, colours), width, height and greatest value as text, with comments from
/// # to the end of the line, one blank, then the values, of two bytes where the greatest is above 255.</summary>
internal static class PnmFile
{
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Pixels Read(byte[] file)
    {
        var channels = file[1] == '6' ? 3 : 1;
        var at = 2;
        int width = Number(file, ref at), height = Number(file, ref at), greatest = Number(file, ref at);
        Pixels.CheckSize(height, width);
        if (greatest is < 1 or > 65535)
            throw new InvalidDataException($"the greatest value lies in 1 … 65535, but its header says {greatest}.");
        at++;
        var bytes = greatest > 255 ? 2 : 1;
        var count = (long)width * height * channels;
        if (file.Length - at < count * bytes)
            throw new InvalidDataException($"its header announces {count * bytes} bytes of pixels, but {Math.Max(file.Length - at, 0)} follow.");
        var values = new byte[count];
        for (var i = 0; i < values.Length; i++)
        {
            var value = bytes == 1 ? file[at + i] : (file[at + 2 * i] << 8) | file[at + 2 * i + 1];
            if (value > greatest)
                throw new InvalidDataException($"value {i} is {value}, but the greatest is {greatest}.");
            values[i] = (byte)((value * 255 + greatest / 2) / greatest);
        }
        return new Pixels(height, width, channels, values);
    }

    private static int Number(byte[] file, ref int at)
    {
        while (at < file.Length && (IsBlank(file[at]) || file[at] == '#'))
        {
            if (file[at] == '#')
            {
                while (at < file.Length && file[at] != '\n')
                    at++;
            }
            else
            {
                at++;
            }
        }
        long number = 0;
        var begin = at;
        for (; at < file.Length && char.IsAsciiDigit((char)file[at]) && number < int.MaxValue / 10; at++)
            number = number * 10 + file[at] - '0';
        return at > begin && at < file.Length && IsBlank(file[at])
            ? (int)number
            : throw new InvalidDataException("its header is damaged: it must have a width, a height and a greatest value.");
    }

    private static bool IsBlank(byte letter) => letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
