"""The characters that the fonts of certificates contain, written by shared.pdf.characters.

Each range is its distance from the end of the one before and, after a comma, how many characters follow its first; all
in base 36.
"""

RANGES = """\
w,2m y,k7 3,5 5,6 2 2,j 2,1q f,8v 2,11 3,1d 3,2 2,1i 9,q 6,4 c,s 2,6n 2,1n 3,2s f,1m 3,2 41,1 f 2,a 1i 2,q 2,3n 2,7 3,1
3,l 2,6 2 4,3 3,8 3,1 3,3 9 5,1 2,4 3,o 3,2 2,5 5,1 3,l 2,6 2,1 2,1 2,1 3 2,4 5,1 3,2 4 8,3 2 8,g b,2 2,8 2,2 2,l 2,6
2,1 2,4 3,9 2,2 2,2 3 g,3 3,b 8,6 2,2 2,7 3,1 3,l 2,6 2,1 2,4 3,8 3,1 3,2 9,1 5,1 2,4 3,h b,1 2,5 4,2 2,3 4,1 2 2,1 4,1
4,2 4,b 5,4 4,2 2,3 3 7 f,k 6,c 2,2 2,m 2,f 4,7 2,2 2,3 8,1 2,2 6,3 3,9 8,l 2,2 2,m 2,9 2,4 3,8 2,2 2,3 8,1 8 2,3 3,9
2,1 e,c 2,2 2,1e 2,2 2,5 5,f 3,p 2,2 2,h 4,n 2,8 2 3,6 4 5,5 2 2,7 7,9 3,2 d,1l 5,s 12,1 2 3,1 2 3 7,3 2,6 2,2 2 2 3,1
2,c 2,2 3,4 2 2,5 3,9 3,3 x,1z 2,z 5,12 2,z 2,e 2,c 12,5h 2 6 3,1u 2,1 7,2 2 2,1 4 2 2,4 3 4 a 7 5 b,2 17,1 3 9,1 2 a 3
7,q 5,1 4 2 5 4 2 3,1 2 3 4,2 2,1 3 2,2 2 5 7,20 2,3 3,6 2 2,3 3,14 2,3 3,w 2,3 3,6 2 2,3 3,e 2,1k 2,3 3,1u 3,v 4,p 7,2d
3,5 3,hr 75,2l 3,9 7,9 7,p 7,2g 8,16 6,1x 2j,t 3,4 c,17 5,p 7,a 4,x 4x,g 5c,1r 41,1k 8,16 3,a 9,12 2,1 7,6x 2,7u 3,5
3,11 3,5 3,7 2 2 2 2,u 3,1g 2,e 2,d 3,5 2,i 3,2 2,8 2,13 3,1m 2,b 3,q 2,c 4,v 1d g,2x 7,9 b 5 7,9 n,4 8 4 4,1 8 2,5 c,3
3,3 n 2,1 3,3 2,1 3 2 2 7 3,3 2 3,7 2 6,1 2 5,1 6 2 3 8,3 7 6,2 2,3 3,1 3,5 3,1 2,2 5,7 3,1 a,2 2 a,2 m,1 i,1 b,1 j o c
2 98,13 l,25 n,3 9,1r 1z e,1 2,6 8,2 2,2 2 3,1 2,2 2 3,6 2,3 l 9 m,1 8,1 d,3 g h 2 u,1 2,2 2,3 2,1 2 4n 4 z p w,9 b,9
y5,v 3l,11 2 6 3,1j 8,1 f,n a,6 2,6 2,6 2,6 2,6 2,6 2,6 2,6 2,36 by,3 2,k 3,d d b,2b 5,5 2,2m 7,10 8,2l 36,s 4,9 8,1 7
13,r 3,1 b,6 4 a 5,5 2j a 7 4 a,1 3,1 4 b 5 e,1 3 4 6 10,3 2,4 4,1v 2,6 2,1 2 3,2 z,52t b,g8a m,wc 4,1i a,9n l,2n 2p,5b
3,8 17,a 1d,9 4n,v 1b 2a,25 2,a 5,w 2q,v 2p,m b,5 3,5 3,5 a,6 2,6 2,1n 5,3h 3,9 7,8mb 6l9,a5 3,2x 13,6 d,4 6,p 2,4 2 2,1
2,1 2,3f i,a4 h,1r 3,1h 15,d 3,p 7,h 2,j 3,9 2,3 2,d 2,3 5,4 2,3q 3 2,2l 3,1q 1t,6 j,4 sj 14 11,2 2p,z 5,z 1l1,13 9,9 p0
g 1f,1g 2,g 4b,j vg,c 5vo,f qxt,3 440,7 4na,23 5,9 5,1 4gx b m t 3 4,1 4 4 q u,1 2,1 a e 2 c 9 h,3 4 6 d a 7 n 2 a a a
18 6 6 1q 2 5 2 g 6 2 h 5 p c 6 8 7,1 z 2 j 9 6 a 9 6,1 8 s 5 2 2 5 g 8,1 11 7 u e d 6 m 4,2 16 d,3 v 7 e 4 6 a 2 t d 4
3 d a,1 b 17 d e y 5 2 3,1 4 d 13 d m f 2 b j 7 2 q,1 7 4 1v n c 2 g 7 6 5,1 9,1 b 3 z 4 4,1 e 7,1 a s 4 s 19 12 v 4 2 b
l d m u g q 27 1o 3 11 e 10,1 k 3 g 3 c i i s 9 7 15 8 d 1d 11 3 8,1 o 22 2 6 x,1 m 5 l 9 6 k b r 16 e b 6 h 15 g 1c m c
w 4 c 9,1 8 6 8 7 5,1 m 9 g 4 c 2 j k 6,1 6,2 d 3 i f 3,1 4 h 9 2 4 p 3 n,1 3,3 7 g i m j 9,1 j,5 2,2 a n 2 3 8 2,1 n 6
b 7 4 5,1 g c d z 5,1 3,4 5 7 18 3 o 9 6 2,6 h 9,1 2 5 5 8,2 a x,1 3 2 r,3 y 9 7,1 2,1 a h j 5 15 3 t 7,2 6 f a a,1 a,3
13 9,1 1d d j 6,3 3 d e 7 n b,2 6,2 6 4 h g,2 1l c 2 8 3 7 6 17 7 2a 14,1 1m,1 i 6 v,1 6,1 h 2 a c 3,1 7 13 c,1 f a,1
4,3 m d e 4 a 11 5 7,1 o a 2 2 14,2 13 h l 3 e r j 2,1 9,1 e,1 s d v 1a 4 l 2d n e b i 2 w s 5 1b 4 9 6 b q 3 6 q 1c,1 m
c 4,2 6,2 a 7 2 a 7,2 2 g,2 2 8 7 3 m,1 j,2 6 l d 8,5 2,1 1j 5,5 e 4 i,3 3 g 6,1 2,4 4 w 8,2 3 c,2 5 5 d c 3,3 j 4 8,2 j
6,4 r,2 i 5,3 h g 9,2 b,2 3 7 6 5 k 9 k h,1 i 4 3 5 4 a 19 5 j h 5 2 a t j 7 d 4 6 n,1 h 1a 3a r h a 1s 1f,1 c v 11 o 7
x 4 q 1e 3 7 2n a o m 2,1 d 5 6 4 m o 2 a 5 l,1 3 g 7 f 4,2 5 e z 7 g,1 3 6 11 13 g b 4 4 s d a 5 16,1 6 4 5 12 o e c 14
3 1h h,2 2 3 c 1b b 3 e 4 1h s 19 1h 1a 1d o 7,1 8 s 2 w 2 h 1g c 4 4 2o e y 1j b 3 e s 3 3 4 c g 2t 7 g j 7 d m 19 g 9
11 c q 6 v c 5 8 3 x k i 8 l t 5 2 1l 2 w f 1g l 2 i,1 f v 4 q a 8 9 j 2 1o v,3 s 2 7 4 b 1u 9 c f 6 b j,1 o 19 9 1e c
2,1 6 g,1 4,1 h l e n 2 k 1i d y j m b d 4 l 5 a 4 1l 2h i,1 1a 2a n 6 h 2 10 2 k t 4 3 9,1 q 1o 10 4 z 18 7 2,1 h k 5 4
d d 3 m j 6 8 9 5 b 4 3 1q,1 a h p 8 8 b g z 3 8 b 3,1 j 16 d r 4 w 9 c 1i j 14 19 c 3 1f p 1l 2g c,1 7 3 8 v 15 h 7 i 9
n,1 g y 7 5 o 6 6 t 6 r 4 r 1s 5 k e,1 d,1 3 5 8,1 4,1 x b 2,2 m 2 k a 2,3 y 8 4 v 8,1 x,2 b q c 2,1 v a l 10 s f 4 x 9
m 2 a 5 9 4 2,1 2 5 4,2 4 2 e,1 4,1 4 2 8 1j,1 a,1 5,1 k 8 2 3 1l 5 p 5 8 e,1 1g n,1 w 9 d 19,1 4 3 h e 9 7 2,2 10 d n 3
c i,4 4 7 i 6 o n g 5 3 7 d 11 f l 9 a 6 4 6 7 2 g c o,1 2 q,1 x q 6 j,2 g a 2 c 11 m 3 2y 7 g 78 4h h p b f 1e 2 j c w
1s 2a 3 48 s i a o,4 d d 2 5 2 9,2 11 3 b,4 e g m c r y,1 h 13,7 m g l,2 c b i 9,6 3 4 18 z,3 x d 6 d 5 6 w,5 v q c 9 k
3 t,4 c,1 11 3 9 5 12,5 x f p,4 e c 15 5 6,2 4 5 d 12 o b n,1 b a 12,1 4 a 7,2 5 3 2 m 3 15,2 7 9 h 7 l q 2 t 1c b 3 a
j,2 c,1 e 2 g q 2 8,1 10 3 9 j d q k q,3 13 a 6,1 e h,1 4 f p,1 8 6 c 1d,1 10,1 o k,1 1d 3 i 5 3 1b b 4 d 1v 4 g z 19 1s
g h,1 1n f z e 1b 1e v a 6,1 1o t 29 h w,3 2 d 2n k 2b 7,3 8 4,2 b a,1 2 m 4,1 a,5 v,1 h,2 5 4 3 6,7 5 g 3 2 2,2 a,4 a b
a,1 3,1 4 2 6,2 9,3 2 6 d 4,1 2 c,9 k 4 3 5 3,4 c 8,2 a 6,3 3 f 7,3 e,3 a,2 7,2 4 7 2,1 7 e 3 7 12 1z o,1 2e 1c k d 8 o
25 f c,1 16 g 19 d,1 10 3k 1e,1 p a 15 4 l q q 7 q 2 2v z r g 12 4 h 3 7 8 b 4 a 1c 1m o 6 8 3 20 2d,1 f n 9 9 8 l g
11,1 7 d n 10 m 2,2 1j 2,1 14 3 3,1 21 1a h 1i 3 2 17 3b 21 r 4 8 9,2 m 12 2 w c 1b g 1h z,1 3 a s,3 4 3,1 r 3 b o,1 h s
6 5 11 2 v 5,1 2 2 5 8 c,2 6 q 3 9 8 4 7 7 4 5 d c i,1 j 3 3 4 f 4 f,1 c 8 3 8,2 m o s,1 6 1d b j 7 h,2 13 16 3 5 c h
6,1 7 5 8 2,1 2 1t g m 3 a o 1v g y 4 1c,1 n 8 8 2f 15 1t 7 b 7,1 11 3 a 2,1 5 8 10 22 l l e k 7,2 i u 4 p 5 r 15,1 p,1
l 6 h j s,1 8 3,1 2,1 1a y g j 2e 8 o 2d w m 5 d c 3 s,2 o 2 9 e 8 6 l,1 f,1 1e 9 14 h g q o 1i 8 4,2 7 i d 4 b a 8 v f
9 4 v k d,1 2 x 11 l v v p,3 v 13 b,1 4 11 3 3 1w,1 6 v h 9 9,1 5 3 j 22 9 2k 9 d,1 5 2o d 3 1g 3 a 3 2,2 7,2 1k o 7 r
4,1 4 b r 13 l k f 6 b d 1u 1a 2 2 4 5 i 2b k w 1c 8 16 7,2 4 11 e k q 7 10 16 h t e c,2 n c 1w 16 o g 5 l 2 4 5 n,1 h b
m d j h 3 c 9 j o a k 4 4 y f d 14 l 8 7 t f,1 6 e f,1 6 1g x a 1t 7 6 5 9,2 4 5 2,3 5 i 2 k,3 8,1 n,2 d c 8,1 6 3 j d l
7 r 16 8 d a,1 4,2 j a f b,4 d f 6 j,1 5 3 3 e 4 8 18 p,8 13 g 4 6 9 c 5 r,7 7 1a 9 5,1 5 g 5 2 a,1 1a 2,3 2 u 9 4 5 7 6
4 3 e 1d 6,7 27 6 3 1e i,1 r 5 b 2 g d 3 3,1 f a,1 n,2 m w,1 8 2 i 7,1 1h 11,2 u 5 u 4 4 h 3,1 5 k,1 i b w,1 b,1 4 10 1g
6 3 6 x u f 1p p 5 6 h m 4,1 1b 10 20 2 3 i 1d 1c g,1 z,1 h i 13 7 1g 2 4f 27 1b 1p 4 p,2 3 5 5 2 3 3,1 4 c c,1 7 s,2 g
t 5 a,1 1s 19 4 9,1 k i,1 b h,1 b j j,1 1f k o 4 v 1h s o 19 h 4 b b 2k 1u,1 j b r k 12 3 v,1 d 4,1 1b j 2 6 l 8 3 2 3 3
3 16 f,1 10 i e 4 5 d f 8 9,2 e t 9 p 18 b 8,1 5 y,1 5 a k 16 1c 1o 9 7 d 2n 6 5 u 6,1 i 7 6 h b 9 8 t h e 1g 9 z,1 g 2
16 4 2e 20 j,1 3d f 1u 9 7 l 5,1 a q 1n 7 6 17 2,1 16,1 b 1m x e i q 2 10 d 23 h 2 1o x 5 6 p 1e l h j i n b 17 8 g d 1s
3 12 3 i 4 6 w r 5,1 2 f 4 4,1 6 f 2 5 3 q 5 2 3 l 4 4 f 8 d 4 8 4 4 o 2 8 4,1 3,1 c,1 9 q 3 2 6,1 m 5,1 2 p j 3 2 3,1
9,1 9 f 7 2 3 4,1 2 c b n 3 i 4 7 2 a 7 4,1 5 p t l,1 7 a r,1 e k l 4 r s p 3h 10 7 w 6a 12 i,1 2,1 d e 4 3,2 h 9,2 4 r
2,1 d 2,2 4 s 2 3 2,1 3,1 6 b,3 j 7 8 7 4 9 4 d,8 e,1 n g,2 8 e,3 10 6 5,3 f,8 5 i g 7 e,1 9,2 2 n 3 3 2 2 j,3 4 2 z 3 7
3,1 s 8,1 3 f 3 2,1 d,5 3 6 5 5 4 6 6 d,1 6 3 5 5 9 2 c 8 2 3 j 2i 9 3 5 9 2 11 e 10 1p 6 8 5 6 f 8 d b 1u k 8 8 n 3
18,1 z e 2 j 6,1 12 e 4 b g c w f 3d b v k 1l 20 f 3 8 s,2 f 10,1 7,1 w 3 18 9 8 e 3 i e u c 19 7 3 4 8 1b 1w 1h d h 4l
z 41 g 3 2,1 2 5 c c 9 6 1u 6 1m 9,1 4 7 2,1 x r m 2s i 6 2 n 8 i b 1w 12 s 5 3 3 3 d,1 j g d o 7 b a 7 5 2 3 4 6 2 2 7
f 3 2 5 6 h 9 4 z 3 a 2 2 g 4 2 4 2 a d 7 9 t c j 17 p 3,1 5 s r 9 7 y b p 7 9 6 3 2 16 m 2,3 j d x i 12 6 2n 11 c p 1x
1k m 9 y 3u r 1q 2o c 1a 3r a b 2 f y b h 3 1s r 2 e f o g c v i g y 4 j,1 n 5,1 3 5 f 17 d 26 5 9 17 g 7 9 7 1i 6 l 1e
6 r 5 1e f 6 j c 6 5,1 5 7 2 s g,1 s 1s 2,1 o 9,1 16 l,1 p i j 2m 2 3 9 9 5 5 2 2 4 3 y w 2 7 17 k a,1 o y 6 n 7 1p 1z 3
10 n 2m 1e 2 4 5 1s n x 1t,1 4 2 10 f,2 o o o h 9 19 4,1 3 c 4 3 6 44 47 1i 6g s 5r 22 6 y 4r 3o 69 4b 3i 8 1l 1p 7u 3t
g 29 1x 48 f 1k,1 f,1 51 i d 14 5m 2 f 1h v c 3 b 2a 1h c 3 26 7 2c a x 8 7 3 k,1 v 9 3c,1 4 1g d 14,1 9,2 2 2 1n 1a,1 n
1s 2c,2 3 6 5 2,2 5 2,1 5,3 a 7,2 4 6 7 2 3 5,1 8 3 a,1 2 3 5 5 4 3 5 3,1 2,2 2,1 2 4 2,1 d 2 2 5,1 9 3 a 4 3 a 3 2,1 4b
en 48 3 q 7 48 9o g 34 1e e8,1 3j x 23 5c 4 w 3n c s 37 1w 6 3 84 c 3 4r 5t 5 9 8 2,2 2 j 8,1 69 3 34 y i 16 64 5 3 i k
3 j 6d c 33 18 3k 4,1 3 7,1 2 4 2 9 4 c,1 9 5 3 3 4 3 2 4 1h e,1 e 3s 9 46,1 7 2 3,1 7 3l 2 2,1 f,1 8 5,1 13 1v 2 9 3 4
2a c b 1bl 2lw kx ap 3di,f1 fhes v,2n 3l,6n
"""
